import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/core/random.ts'
import { findMarks, type MarkSearch } from '../../src/stats/history/find-marks.ts'
import { rememberMarks } from '../../src/store/found-marks.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Slower by 30 % from the middle on. */
function longSeries(rows: number, seed: number): Float64Array {
  const random = seededRandom(seed)
  return Float64Array.from({ length: rows }, (_, row) => (100 + 5 * random()) * (row < rows / 2 ? 1 : 1.3))
}

/** One mark in the middle of each column, which takes no time to find. */
const anyMarks: MarkSearch = (columns) =>
  columns.map((column) => {
    const at = Math.floor(column.length / 2)
    return { marks: [{ at, p: 0.001, certainty: 1, ratio: column[0] ?? 1, isShared: false }], unplaced: [] }
  })

/** What is found in each kin by one call of `history`, and how many were searched. */
function findIn(cwd: string, kins: readonly (readonly Float64Array[])[], version = '1.0.0', find = anyMarks) {
  let searched = 0
  const search: MarkSearch = (columns) => {
    searched++
    return find(columns)
  }
  const remembered = rememberMarks(cwd, version, search)
  const marks = kins.map(remembered.search)
  remembered.keep()
  return { marks, searched }
}

const placeIn = (cwd: string) => join(cwd, '.coldstart', 'history-marks.json')

describe('marks that were found before', () => {
  const [one, other] = [[longSeries(1000, 1)], [longSeries(600, 2), longSeries(600, 3)]]
  const fresh = [anyMarks(one), anyMarks(other)]

  it('are not searched again, and are the same', () => {
    const cwd = temporaryFolder()
    const kin = [longSeries(500, 5), longSeries(500, 6)]
    const found = findMarks(kin)
    expect(found[0]?.marks).toHaveLength(1)
    expect(findIn(cwd, [kin], '1.0.0', findMarks)).toEqual({ marks: [found], searched: 1 })
    expect(findIn(cwd, [kin])).toEqual({ marks: [found], searched: 0 })
  })

  it('are searched again where a series has grown, and there alone', () => {
    const cwd = temporaryFolder()
    findIn(cwd, [one, other])
    const grown = [Float64Array.of(...(one[0] ?? []), 131)]
    expect(findIn(cwd, [grown, other])).toEqual({ marks: [anyMarks(grown), fresh[1]], searched: 1 })
  })

  it('stay known while other series are asked for', () => {
    const cwd = temporaryFolder()
    findIn(cwd, [one])
    findIn(cwd, [other])
    expect(findIn(cwd, [one, other]).searched).toBe(0)
  })

  it('are searched again by another version, and where the file is gone, cut, changed or something else', () => {
    const cwd = temporaryFolder()
    findIn(cwd, [one])
    expect(findIn(cwd, [one], '1.0.1').searched).toBe(1)
    findIn(cwd, [one])
    const whole = readFileSync(placeIn(cwd), 'utf8')
    const texts = [whole.slice(0, 200), whole.replace('"at":500', '"at":400'), '', 'null', '{"found":[]}']
    for (const text of texts) {
      writeFileSync(placeIn(cwd), text)
      expect(findIn(cwd, [one])).toEqual({ marks: [fresh[0]], searched: 1 })
      expect(findIn(cwd, [one]).searched).toBe(0)
    }
    rmSync(placeIn(cwd))
    expect(findIn(cwd, [one])).toEqual({ marks: [fresh[0]], searched: 1 })
  })

  it('are not kept of short series, nor where there can be no folder', () => {
    const cwd = temporaryFolder()
    expect(findIn(cwd, [[longSeries(60, 4)]]).searched).toBe(1)
    expect(existsSync(join(cwd, '.coldstart'))).toBe(false)
    writeFileSync(join(cwd, '.coldstart'), 'a file')
    expect(findIn(cwd, [one])).toEqual({ marks: [fresh[0]], searched: 1 })
  })
})
