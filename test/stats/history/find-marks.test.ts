import { describe, expect, it } from 'vitest'
import { type Random, seededRandom } from '../../../src/core/random.ts'
import { findMarks } from '../../../src/stats/history/find-marks.ts'

/** Around 100 ms with a spread of 5 %, by a seed. */
function noise(random: Random): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return 100 * Math.exp(0.05 * normal)
}

function columnOf(rows: number, seed: number, factorAt: (row: number) => number = () => 1): Float64Array {
  const random = seededRandom(seed)
  return Float64Array.from({ length: rows }, (_, row) => noise(random) * factorAt(row))
}

const rowsOf = (column: { readonly marks: readonly { at: number }[] } | undefined) =>
  column?.marks.map(({ at }) => at)

describe('marks', () => {
  it('stand where a level changed, with its ratio', () => {
    const [found] = findMarks([columnOf(60, 1, (row) => (row < 25 ? 1 : 1.3))])
    expect(rowsOf(found)).toEqual([25])
    expect(found?.marks[0]?.ratio).toBeCloseTo(1.3, 1)
    expect(found?.marks[0]?.ratioInterval?.lower).toBeLessThan(1.3)
    expect(found?.marks[0]?.p).toBeLessThanOrEqual(0.01)
  })

  it('stand at each of several changes, there and back', () => {
    const factor = (row: number) => (row >= 20 && row < 40 ? 1.5 : 1)
    expect(rowsOf(findMarks([columnOf(60, 2, factor)])[0])).toEqual([20, 40])
  })

  it('need five rows on either side, and ten in all', () => {
    expect(rowsOf(findMarks([columnOf(9, 3, (row) => (row < 4 ? 1 : 2))])[0])).toEqual([])
    expect(rowsOf(findMarks([columnOf(30, 4, (row) => (row < 27 ? 1 : 2))])[0])).not.toContain(27)
  })

  it('are not made where a single day lies far out, or nothing changed', () => {
    const far = columnOf(60, 5, (row) => (row === 30 ? 5 : 1))
    expect(findMarks([far])).toEqual([{ marks: [], unplaced: [] }])
    expect(findMarks([new Float64Array(40).fill(100)])).toEqual([{ marks: [], unplaced: [] }])
  })

  it('are not made where the level drifts: that is kept apart', () => {
    const [found] = findMarks([columnOf(80, 6, (row) => 1 + row / 160)])
    expect(found?.marks).toEqual([])
    expect(found?.unplaced.length).toBeGreaterThan(0)
  })

  it('are not made below the practical threshold, however sure', () => {
    const steady = Float64Array.from({ length: 60 }, (_, row) => (row < 30 ? 100 : 103) + (row % 3) / 10)
    expect(findMarks([steady])).toEqual([{ marks: [], unplaced: [] }])
  })

  it('of kin are found together, where one alone could not name the row', () => {
    const small = (row: number) => (row < 30 ? 1 : 1.09)
    const kin = [11, 12, 13, 14].map((seed) => columnOf(60, seed, small))
    const together = findMarks(kin)
    const marked = together.filter(({ marks }) => marks.length > 0)
    expect(marked.length).toBeGreaterThanOrEqual(3)
    expect(new Set(marked.flatMap(rowsOf))).toEqual(new Set([30]))
    expect(marked[0]?.marks[0]?.isShared).toBe(true)
    const alone = kin.filter((column) => findMarks([column])[0]?.marks.length)
    expect(alone.length).toBeLessThan(marked.length)
  })

  it('of one of several kin stand in that one alone', () => {
    const kin = [columnOf(60, 21), columnOf(60, 22, (row) => (row < 35 ? 1 : 1.6)), columnOf(60, 23)]
    expect(findMarks(kin).map(rowsOf)).toEqual([[], [35], []])
  })

  it('take no harm from rows that a column lacks', () => {
    const gappy = columnOf(60, 31, (row) => (row < 25 ? 1 : 1.4))
    for (const row of [3, 4, 5, 24, 40]) gappy[row] = Number.NaN
    expect(rowsOf(findMarks([gappy])[0])?.map((at) => Math.abs(at - 25) <= 1)).toEqual([true])
  })

  it('are placed on their row in a series of ten thousand', () => {
    const [found] = findMarks([columnOf(10_000, 41, (row) => (row < 6543 ? 1 : 1.3))])
    expect(found?.marks.map(({ at }) => Math.abs(at - 6543) <= 1)).toEqual([true])
  })

  it('are made in at most 5 of 100 series whose rows are in random order', () => {
    const series = Array.from({ length: 200 }, (_, seed) => findMarks([columnOf(40, 1000 + seed)])[0])
    expect(series.filter((found) => found?.marks.length).length).toBeLessThanOrEqual(10)
  })
})
