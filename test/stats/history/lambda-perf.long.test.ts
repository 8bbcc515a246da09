import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Random, seededRandom, shuffled } from '../../../src/core/random.ts'
import { findMarks } from '../../../src/stats/history/find-marks.ts'

interface DaySeries {
  readonly function: string
  readonly days: Readonly<Record<string, number>>
}

const file = new URL('../../vectors/lambda-perf-medians.json', import.meta.url)
const { series }: { series: DaySeries[] } = JSON.parse(readFileSync(file, 'utf8'))
const functions = [...new Set(series.map((one) => one.function))].map((name) =>
  series.filter((one) => one.function === name),
)

function columnsOf(kin: readonly DaySeries[]): { days: string[]; columns: Float64Array[] } {
  const days = [...new Set(kin.flatMap((one) => Object.keys(one.days)))].sort()
  const columns = kin.map((one) => Float64Array.from(days, (day) => one.days[day] ?? Number.NaN))
  return { days, columns }
}

/** The same values, on other days. */
function inRandomOrder(one: DaySeries, random: Random): DaySeries {
  const days = Object.keys(one.days)
  const values = shuffled(Object.values(one.days), random)
  return { ...one, days: Object.fromEntries(days.map((day, k) => [day, values[k] as number])) }
}

const isNear = (a: string, b: string) => Math.abs(Date.parse(a) - Date.parse(b)) <= 86_400_000

/** 48 series of Lambda init durations over half a year, as maxday/lambda-perf publishes them (Apache-2.0). */
describe('half a year of Lambda', () => {
  it('what is marked in one size or architecture is marked within a day in the others four times in five', () => {
    const marked = functions.map((kin) => {
      const { days, columns } = columnsOf(kin)
      return findMarks(columns).map(({ marks }) => marks.map(({ at }) => days[at] as string))
    })
    const pairs = marked.flatMap((kin) =>
      kin.flatMap((own, k) =>
        own.flatMap((day) =>
          kin.filter((_, j) => j !== k).map((other) => other.some((one) => isNear(one, day))),
        ),
      ),
    )
    expect(pairs.length).toBeGreaterThan(60)
    expect(pairs.filter(Boolean).length / pairs.length).toBeGreaterThanOrEqual(0.8)
  })

  it('days in random order have marks in at most 5 of 100 series, together and alone', () => {
    const random = seededRandom(20261128)
    const found = functions.flatMap((kin) => {
      const mixed = kin.map((one) => inRandomOrder(one, random))
      const alone = mixed.flatMap((one) => findMarks(columnsOf([one]).columns))
      return [...findMarks(columnsOf(mixed).columns), ...alone]
    })
    expect(found).toHaveLength(2 * series.length)
    expect(found.filter(({ marks }) => marks.length > 0).length / found.length).toBeLessThanOrEqual(0.05)
  })
})
