/**
 * The median of values that come one by one. Two heaps hold the lower and the upper half, so that a value costs
 * O(log n) and the median nothing, however long a run becomes.
 */
export class RunningMedian {
  readonly #lower = new Heap((a, b) => b - a)
  readonly #upper = new Heap((a, b) => a - b)

  /** How many values there are. */
  get count(): number {
    return this.#lower.size + this.#upper.size
  }

  /** The median so far, the mean of the middle two where n is even; undefined before the first value. */
  get value(): number | undefined {
    const lower = this.#lower.top
    const upper = this.#upper.top
    if (lower === undefined || upper === undefined) return lower ?? upper
    if (this.#lower.size !== this.#upper.size) return lower
    return (lower + upper) / 2
  }

  add(value: number): void {
    const top = this.#lower.top
    if (top === undefined || value <= top) this.#lower.push(value)
    else this.#upper.push(value)
    if (this.#lower.size > this.#upper.size + 1) move(this.#lower, this.#upper)
    else if (this.#upper.size > this.#lower.size) move(this.#upper, this.#lower)
  }
}

function move(from: Heap, to: Heap): void {
  const top = from.pop()
  if (top !== undefined) to.push(top)
}

/** A binary heap of numbers, the one that comes first on top. */
class Heap {
  readonly #values: number[] = []
  readonly #compare: (a: number, b: number) => number

  constructor(compare: (a: number, b: number) => number) {
    this.#compare = compare
  }

  get size(): number {
    return this.#values.length
  }

  get top(): number | undefined {
    return this.#values[0]
  }

  push(value: number): void {
    let at = this.#values.push(value) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#swapIfBefore(at, parent)) return
      at = parent
    }
  }

  pop(): number | undefined {
    const top = this.top
    const last = this.#values.pop()
    if (last === undefined || this.size === 0) return top
    this.#values[0] = last
    let at = 0
    for (let child = this.#firstChild(at); child !== undefined; child = this.#firstChild(at)) {
      if (!this.#swapIfBefore(child, at)) break
      at = child
    }
    return top
  }

  /** Of the two below, the one that comes first. */
  #firstChild(at: number): number | undefined {
    const left = 2 * at + 1
    if (left >= this.size) return undefined
    return left + 1 < this.size && this.#isBefore(left + 1, left) ? left + 1 : left
  }

  #swapIfBefore(below: number, above: number): boolean {
    if (!this.#isBefore(below, above)) return false
    const value = this.#values[below] as number
    this.#values[below] = this.#values[above] as number
    this.#values[above] = value
    return true
  }

  #isBefore(a: number, b: number): boolean {
    return this.#compare(this.#values[a] as number, this.#values[b] as number) < 0
  }
}
