import { describe, expect, it } from 'vitest'
import { computeResult } from '../../../src/stats/result/compute-result.ts'
import { NO_ASYMMETRY } from '../../../src/stats/result/parity.ts'
import { coldSample, runFileOf, targetOf, waitsOf } from '../../support/run-file.ts'

const coldsOf = (target: string, waits: readonly number[], changes = {}) =>
  waits.map((wait) => coldSample(target, wait, changes))

describe('comparisons of a run', () => {
  it('says who is faster with ratio, interval and Holm-adjusted p', () => {
    const samples = [...coldsOf('a', waitsOf(12)), ...coldsOf('b', waitsOf(12, 2))]
    const [found] = computeResult(runFileOf(samples)).comparisons
    expect(found).toMatchObject({
      a: 'a',
      b: 'b',
      coldBy: 'idle',
      nA: 12,
      nB: 12,
      verdict: 'a-faster',
      cliffsDelta: -1,
    })
    expect(found?.ratio).toBeCloseTo(0.5, 2)
    expect(found?.ratioInterval?.upper).toBeLessThan(1)
  })

  it('calls a significant difference below 5 % no difference', () => {
    const samples = [
      ...coldsOf(
        'a',
        waitsOf(40).map((w) => 1000 + w / 100),
      ),
      ...coldsOf(
        'b',
        waitsOf(40).map((w) => 1030 + w / 101),
      ),
    ]
    const [found] = computeResult(runFileOf(samples)).comparisons
    expect(found?.pAdjusted).toBeLessThan(0.001)
    expect(found?.verdict).toBe('no-difference-shown')
  })

  it('says not enough data where no result could be significant', () => {
    const three = computeResult(runFileOf([...coldsOf('a', [1, 2, 3]), ...coldsOf('b', [40, 50, 60])]))
      .comparisons[0]
    expect(three?.verdict).toBe('not-enough-data')
    const none = coldsOf('b', [5], { observed: 'warm' })
    const [empty] = computeResult(runFileOf([...coldsOf('a', [1, 2, 3]), ...none])).comparisons
    expect(empty).toMatchObject({ nB: 0, verdict: 'not-enough-data' })
    expect(empty).not.toHaveProperty('ratio')
  })

  it('adjusts over all pairs and tests three together first', () => {
    const samples = ['a', 'b', 'c'].flatMap((name, index) => coldsOf(name, waitsOf(8, 1 + index / 50)))
    const found = computeResult(runFileOf(samples))
    expect(found.comparisons).toHaveLength(3)
    const smallest = found.comparisons.reduce((min, one) => ((one.p ?? 1) < (min.p ?? 1) ? one : min))
    expect(smallest.pAdjusted).toBeCloseTo(Math.min(1, 3 * (smallest.p ?? 1)), 10)
    expect(found.omnibus).toMatchObject([{ targets: ['a', 'b', 'c'], df: 2 }])
  })

  it('compares only what was brought cold in the same way', () => {
    const samples = [...coldsOf('a', waitsOf(6)), ...coldsOf('b', waitsOf(6), { coldBy: 'evict' })]
    expect(computeResult(runFileOf(samples)).comparisons).toEqual([])
  })

  it('lists every known asymmetry, or the words that none is known', () => {
    const samples = [...coldsOf('a', waitsOf(6)), ...coldsOf('b', waitsOf(6), { plannedIdleMs: 900 })]
    const targets = [
      targetOf('a', { region: 'us-east-1', memoryMb: 512, facts: { parity: { plan: 'free' } } }),
      targetOf('b', { region: 'eu-west-1', facts: { parity: { plan: 'free' } } }),
    ]
    expect(computeResult(runFileOf(samples, { targets })).comparisons[0]?.parity).toEqual([
      'idle period: 400 ms against 900 ms',
      'region: us-east-1 against eu-west-1',
      'memory: 512 MB against not stated',
    ])
    const same = [...coldsOf('a', waitsOf(6)), ...coldsOf('b', waitsOf(6))]
    expect(computeResult(runFileOf(same)).comparisons[0]?.parity).toEqual([NO_ASYMMETRY])
  })

  it('names the launchers of local functions when they differ', () => {
    const samples = [...coldsOf('a', waitsOf(6)), ...coldsOf('b', waitsOf(6))]
    const run = runFileOf(samples)
    const environment = {
      ...run.header.environment,
      runtimes: { a: 'aws-lambda-ric 4.0.2', b: 'node-bridge 4.0.1' },
    }
    const found = computeResult({ ...run, header: { ...run.header, environment } })
    expect(found.comparisons[0]?.parity).toEqual(['run by: aws-lambda-ric 4.0.2 against node-bridge 4.0.1'])
  })
})

describe('a run of very many targets', () => {
  it('compares each with the fastest only, beyond 20', () => {
    const samples = Array.from({ length: 21 }, (_, index) =>
      waitsOf(6, 21 - index).map((wait) => coldSample(`t${index}`, wait)),
    ).flat()
    const { comparisons } = computeResult(runFileOf(samples))
    expect(comparisons).toHaveLength(20)
    expect(new Set(comparisons.map(({ a }) => a))).toEqual(new Set(['t20']))
  })
})
