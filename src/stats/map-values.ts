/**
 * `fn` of every value, in a new Float64Array. TypedArray.from with a function first collects everything
 * into a list, which doubles the memory of a long run.
 */
export function mapValues(
  values: ArrayLike<number>,
  fn: (value: number) => number,
): Float64Array<ArrayBuffer> {
  const mapped = new Float64Array(values.length)
  for (let index = 0; index < values.length; index++) mapped[index] = fn(values[index] as number)
  return mapped
}

/** Like `mapValues`, without what is NaN ("not measured"). */
export function measuredValues(
  rows: Uint32Array,
  valueAt: (row: number) => number,
): Float64Array<ArrayBuffer> {
  const values = mapValues(rows, valueAt)
  let kept = 0
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number
    if (!Number.isNaN(value)) values[kept++] = value
  }
  return kept === values.length ? values : values.slice(0, kept)
}
