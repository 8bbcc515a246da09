import { describe, expect, it } from 'vitest'
import { computeHistory } from '../../../src/stats/history/compute-history.ts'
import { describeHistoryTarget } from '../../../src/stats/history/describe-history-target.ts'
import type { HistoryFigure, HistoryRun } from '../../../src/stats/history/history-run.ts'
import { targetOf } from '../../support/run-file.ts'

const hourMs = 3_600_000
const FIRST = Date.UTC(2026, 0, 1)

interface Made extends Partial<HistoryRun> {
  readonly machine?: string
  readonly node?: string
  readonly at: number
  readonly p50Ms: number
  readonly n?: number
  readonly figure?: Partial<HistoryFigure>
  readonly coldBy?: string
  readonly platform?: 'local' | 'cloud'
}

/** A run with one target, so many hours after the first. */
function runOf({
  at,
  p50Ms,
  n = 10,
  figure,
  coldBy = 'idle',
  platform = 'cloud',
  ...given
}: Made): HistoryRun {
  const { machine = 'test, 2 CPUs, 1 GB, linux x64', node = 'v20.20.2', ...changes } = given
  const startedAt = new Date(FIRST + at * hourMs).toISOString()
  const target = describeHistoryTarget(targetOf('lambda', { platform }))
  return {
    run: `r${at}`,
    startedAt,
    about: { machine, node, tool: '0.1.0', ways: [{ target, coldBy }] },
    figures: [{ n, p50Ms, ...figure }],
    ...changes,
  }
}

/** Near 100 with a spread that repeats. */
const near = (k: number) => 100 + ((k * 7) % 11) - 5

describe('a history', () => {
  it('names the run from which on a level changed, the one before it, and what else changed there', () => {
    const runs = Array.from({ length: 24 }, (_, k) =>
      runOf({ at: 24 * k, p50Ms: near(k) * (k < 12 ? 1 : 1.4), revision: k < 12 ? 'aaa' : 'bbb' }),
    )
    const [series] = computeHistory(runs, []).series
    expect(series?.changes).toEqual([
      expect.objectContaining({ run: 'r288', after: 'r264', alsoChanged: ['revision: aaa → bbb'] }),
    ])
    expect(series?.changes[0]?.ratio).toBeCloseTo(1.4, 1)
    expect(series?.levels.map(({ points }) => points)).toEqual([12, 12])
    expect(series?.latest).toBe('as-before')
  })

  it('joins runs of one cold start by the day, with an interval over them and their idle periods', () => {
    const runs = Array.from({ length: 48 }, (_, k) =>
      runOf({ at: 3 * k, p50Ms: near(k), n: 1, figure: { idleMs: hourMs * (k % 8) } }),
    )
    const [series] = computeHistory(runs, []).series
    expect(series?.points).toHaveLength(6)
    expect(series?.points[0]).toMatchObject({
      n: 8,
      startedAt: '2026-01-01T00:00:00.000Z',
      until: '2026-01-01T21:00:00.000Z',
      p50Interval: { lower: expect.any(Number), upper: expect.any(Number) },
      idleMs: { min: 0, max: 7 * hourMs },
    })
  })

  it('joins days until there are six cold starts, and never what is large enough alone', () => {
    const small = Array.from({ length: 9 }, (_, k) => runOf({ at: 12 * k, p50Ms: near(k), n: 1 }))
    const large = runOf({ at: 24 * 10, p50Ms: 100 })
    const [series] = computeHistory([...small, large], []).series
    expect(series?.points.map(({ runs }) => runs.length)).toEqual([6, 3, 1])
  })

  it('sets no runs of the local engine in one line that come from another machine or Node', () => {
    const local = (changes: object) => runOf({ at: 1, p50Ms: 100, platform: 'local', ...changes })
    const { series } = computeHistory(
      [local({}), local({ node: 'v24.1.0' }), local({ machine: 'other' })],
      [],
    )
    expect(series.map(({ measuredOn }) => measuredOn)).toEqual([
      'test, 2 CPUs, 1 GB, linux x64, Node v20.20.2',
      'test, 2 CPUs, 1 GB, linux x64, Node v24.1.0',
      'other, Node v20.20.2',
    ])
  })

  it('says of a cloud’s change that the machine which measured it changed too', () => {
    const runs = Array.from({ length: 24 }, (_, k) =>
      runOf({ at: 24 * k, p50Ms: near(k) * (k < 12 ? 1 : 1.4), machine: k < 12 ? 'one' : 'two' }),
    )
    const { series } = computeHistory(runs, [])
    expect(series).toHaveLength(1)
    expect(series[0]?.changes[0]?.alsoChanged).toEqual(['machine: one → two'])
  })

  it('never pools ways of getting cold', () => {
    const runs = [runOf({ at: 0, p50Ms: 1 }), runOf({ at: 1, p50Ms: 1, coldBy: 'evict' })]
    expect(computeHistory(runs, []).series.map(({ coldBy }) => coldBy)).toEqual(['idle', 'evict'])
  })

  it('says what is missing where there are too few points', () => {
    const [series] = computeHistory([runOf({ at: 0, p50Ms: 1 })], []).series
    expect(series?.reason).toBe('needs 10 points to look for changes, has 1')
  })
})

describe('two sizes of one function', () => {
  /** One size a run, an hour apart, once a day; both 30 % slower from the middle on. */
  const runs = Array.from({ length: 40 }, (_, k) => {
    const target = describeHistoryTarget(
      targetOf(k % 2 ? 'lambda/1024MB' : 'lambda/512MB', { provider: 'lambda' }),
    )
    const run = runOf({ at: 24 * Math.floor(k / 2) + (k % 2), p50Ms: near(k) * (k < 20 ? 1 : 1.3) })
    return { ...run, about: { ...run.about, ways: [{ target, coldBy: 'idle' }] } }
  })

  it('are searched together where each has runs of its own', () => {
    const [one, other] = computeHistory(runs, []).series
    expect(one?.changes).toEqual([
      expect.objectContaining({ run: 'r240', sharedBy: ['lambda/512MB', 'lambda/1024MB'] }),
    ])
    expect(other?.changes).toEqual([expect.objectContaining({ run: 'r241' })])
  })

  it('are searched together where only one of them is shown', () => {
    const all = computeHistory(runs, []).series
    expect(computeHistory(runs, [], ['lambda/1024MB']).series).toEqual([all[1]])
  })
})

describe('kin', () => {
  const kinOf = (id: string, changes: object = {}) =>
    describeHistoryTarget(targetOf(id, { provider: 'lambda', ...changes })).kin

  it.each([
    ['lambda/512MB', 'lambda/1024MB'],
    ['api-128-arm64', 'api-1769-x86_64'],
    ['nodejs22.x zip 128 arm64', 'nodejs22.x zip 1024 x86_64'],
    ['nodejs22.x-zip-mem128-arm', 'nodejs22.x-zip-mem1024-x86'],
    ['hello 2 GB', 'hello 512 MiB'],
  ])('are sizes and architectures of one function: %s and %s', (one, other) => {
    expect(kinOf(one)).toBe(kinOf(other))
  })

  it('are regions of one function, by what the target says', () => {
    expect(kinOf('lambda/eu-west-1', { region: 'eu-west-1' })).toBe(
      kinOf('lambda/us-east-1', { region: 'us-east-1' }),
    )
  })

  it.each([
    ['orders/512MB', 'users/512MB'],
    ['nodejs22.x-zip-128', 'nodejs22.x-image-128'],
  ])('are never two functions: %s and %s', (one, other) => {
    expect(kinOf(one)).not.toBe(kinOf(other))
  })

  it('are never two runtimes', () => {
    expect(kinOf('lambda', { runtime: 'nodejs22.x' })).not.toBe(kinOf('lambda', { runtime: 'nodejs24.x' }))
  })
})
