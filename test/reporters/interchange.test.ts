import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Result } from '../../src/core/result.ts'
import { reporters } from '../../src/reporters/index.ts'
import { judgeBudgets } from '../../src/stats/budget/judge-budgets.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { resultOfRounds } from '../support/page-results.ts'
import { coldSample, runFileOf, warmSample } from '../support/run-file.ts'
import { resultOf } from '../support/sample-result.ts'

async function written(format: string, result: Result): Promise<string> {
  const reporter = await reporters[format]?.()
  return reporter?.(result, { columns: 80, colorLevel: 0 }) ?? ''
}

const json = async (format: string, result: Result) => JSON.parse(await written(format, result))
const ten = resultOfRounds(10, { targets: ['lambda/us-east-1/512MB'] })
const nothing = resultOf({ summaries: [], targets: [] })

/** Its extract.ts (at c38cce9), which forces what it reads into these types, and its extractRangeInfo.ts. */
const THEIR_RESULTS = z.array(
  z.object({
    name: z.coerce.string(),
    value: z.coerce.number(),
    range: z.coerce.string().optional(),
    unit: z.coerce.string(),
    extra: z.coerce.string().optional(),
  }),
)
const THEIR_RANGE = /(?:\+-|±)\s*(\d.*)/

describe('github-action-benchmark', () => {
  it('gets a series for each median, under names that are the same in every run', async () => {
    const entries = await json('github-benchmark', ten)
    expect(entries).toEqual([
      {
        name: 'lambda/us-east-1/512MB cold p50',
        unit: 'ms',
        value: ten.summaries[0]?.cold[0]?.wait.p50Ms,
        range: expect.stringMatching(/^± \d/),
        extra: 'n=10',
      },
      expect.objectContaining({
        name: 'lambda/us-east-1/512MB warm p50',
        extra: expect.stringMatching(/^n=30\np95=/),
      }),
    ])
  })

  it('names the idle period only where there are several, and leaves out what was not measured', async () => {
    const samples = [400, 900].flatMap((plannedIdleMs) =>
      Array.from({ length: 3 }, (_, k) => coldSample('a', 50 + k, { plannedIdleMs })),
    )
    const names = (await json('github-benchmark', computeResult(runFileOf(samples)))).map(
      ({ name }: { name: string }) => name,
    )
    expect(names).toEqual(['a cold (idle 400 ms) p50', 'a cold (idle 900 ms) p50'])
    expect(await json('github-benchmark', nothing)).toEqual([])
  })

  it('is taken by its reader as it is: no type is changed, names are told apart, half an interval is a number', async () => {
    const text = await written('github-benchmark', ten)
    const entries = THEIR_RESULTS.parse(JSON.parse(text))
    expect(entries).toEqual(JSON.parse(text))
    expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length)
    for (const { range } of entries) expect(Number(THEIR_RANGE.exec(range ?? '')?.[1])).toBeGreaterThan(0)
  })
})

describe('Bencher', () => {
  it('gets latencies in whole nanoseconds with their bounds', async () => {
    const { lower, upper } = ten.summaries[0]?.cold[0]?.wait.p50Interval ?? {}
    expect((await json('bencher', ten))['lambda/us-east-1/512MB/cold'].latency).toEqual({
      value: Math.round((ten.summaries[0]?.cold[0]?.wait.p50Ms ?? 0) * 1e6),
      lower_value: Math.round((lower ?? 0) * 1e6),
      upper_value: Math.round((upper ?? 0) * 1e6),
    })
  })

  it('gets no bound where n carries none', async () => {
    const latency = (await json('bencher', resultOfRounds(3, { targets: ['a'] })))['a/cold'].latency
    expect(Object.keys(latency)).toEqual(['value'])
  })
})

describe('hyperfine’s scripts', () => {
  it('get every wait in seconds, and CPU times that nobody saw as null', async () => {
    const [cold] = (await json('hyperfine', ten)).results
    expect(cold).toMatchObject({ command: 'lambda/us-east-1/512MB cold', user: null, system: null })
    expect(cold.times).toHaveLength(10)
    expect(cold.exit_codes).toEqual(Array(10).fill(0))
    expect(cold.mean).toBeCloseTo(cold.times.reduce((sum: number, time: number) => sum + time, 0) / 10, 12)
    expect(Math.min(...cold.times)).toBe(cold.min)
  })
})

describe('JUnit', () => {
  it('has a case a budget: passed, failed with the reason, or skipped where it is inconclusive', async () => {
    const budgets = judgeBudgets(ten, ['cold.p50 < 900ms', 'cold.p50 < 1ms', 'cold.p95 < 900ms'])
    const text = await written('junit', { ...ten, budgets })
    expect(text).toContain('tests="3" failures="1" errors="0" skipped="1"')
    expect(text.match(/<testcase /g)).toHaveLength(3)
    expect(text).toMatch(/<failure type="budget" message="budget fail: /)
    expect(text).toMatch(/<skipped message="budget inconclusive: /)
  })

  it('has an error for a target of which nothing succeeded, where there are no budgets', async () => {
    const failed = coldSample('a', 5, { error: { kind: 'status', message: 'status 500' } })
    const text = await written('junit', computeResult(runFileOf([failed])))
    expect(text).toContain('No invocation succeeded: 1 × status.')
  })

  it('stays well-formed whatever a name holds', async () => {
    const hostile = 'a"/><x>&\u0000\u001b]]>\ud800'
    const text = await written('junit', computeResult(runFileOf([coldSample(hostile, 5)])))
    expect(text).toContain('classname="a&#34;/&#62;&#60;x&#62;&#38;\uFFFD\uFFFD]]&#62;\uFFFD"')
  })
})

describe('OpenMetrics', () => {
  it('has histograms in seconds whose buckets rise to the count, and ends with EOF', async () => {
    const text = await written('openmetrics', ten)
    const buckets = [...text.matchAll(/_bucket\{.*temperature="cold".*le="(.+?)"\} (\d+)/g)].map(([, , n]) =>
      Number(n),
    )
    expect(buckets).toEqual([...buckets].sort((a, b) => a - b))
    expect(buckets.at(-1)).toBe(10)
    expect(text).toMatch(/coldstart_wait_seconds_count\{.*temperature="cold".*\} 10\n/)
    expect(text.endsWith('# EOF\n')).toBe(true)
  })

  it('escapes what a label may not hold as it is', async () => {
    const text = await written('openmetrics', computeResult(runFileOf([coldSample('a"b\\c\nd', 5)])))
    expect(text).toContain(String.raw`target="a\"b\\c\nd"`)
  })
})

describe('CSV', () => {
  it('has a row for each phase of each sample, then the summaries, all as wide as the heading', async () => {
    const lines = (await written('csv', ten)).split('\r\n')
    expect(lines.pop()).toBe('')
    expect(new Set(lines.map((line) => line.split(',').length)).size).toBe(1)
    expect(lines.filter((line) => line.startsWith('sample,'))).toHaveLength(40 * 3)
    expect(lines.some((line) => /^summary,.*,p50,/.test(line))).toBe(true)
  })

  it.each(['=cmd()', '+1', '-1', '@x', '\tx'])(
    'has no text that a spreadsheet would calculate: %j',
    async (name) => {
      const text = await written('csv', computeResult(runFileOf([warmSample(name, 5, 'i')])))
      expect(text).toContain(`,'${name},`)
    },
  )

  it('quotes commas, quotes and line ends', async () => {
    const text = await written('csv', computeResult(runFileOf([warmSample('a,"b"\nc', 5, 'i')])))
    expect(text).toContain(',"a,""b""\nc",')
  })
})
