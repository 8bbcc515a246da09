import { describe, expect, it } from 'vitest'
import { result as resultSchema } from '../../../src/core/result.ts'
import { computeResult } from '../../../src/stats/result/compute-result.ts'
import { coldSample, runFileOf, targetOf, waitsOf, warmSample } from '../../support/run-file.ts'

describe('computeResult', () => {
  it('gives a document that the published schema accepts', () => {
    const samples = [
      ...waitsOf(8).map((wait) => coldSample('a', wait)),
      warmSample('a', 2, 'i1'),
      coldSample('b', 90),
    ]
    expect(() => resultSchema.parse(computeResult(runFileOf(samples)))).not.toThrow()
  })

  it('counts errors by kind and keeps them out of every figure', () => {
    const failed = coldSample('a', 9999, {
      error: { kind: 'timeout', message: 'no reply in 10 s' },
      observed: 'unknown',
    })
    const [summary] = computeResult(runFileOf([coldSample('a', 100), failed])).summaries
    expect(summary?.errors).toEqual({ timeout: 1 })
    expect(summary?.cold[0]).toMatchObject({ intended: 2, observed: 1, errors: 1, unknown: 0 })
    expect(summary?.cold[0]?.wait).toMatchObject({ n: 1, maxMs: 100 })
    expect(summary?.unknown).toBe(0)
  })

  it('keeps what was intended apart from what was observed', () => {
    const samples = [
      coldSample('a', 100),
      coldSample('a', 3, { observed: 'warm' }),
      coldSample('a', 5, { observed: 'prewarmed' }),
      coldSample('a', 50, { observed: 'unknown', evidence: 'none' }),
      warmSample('a', 2, 'i1'),
      warmSample('a', 110, 'i2', { observed: 'cold' }),
    ]
    const [summary] = computeResult(runFileOf(samples)).summaries
    expect(summary?.cold[0]).toMatchObject({ intended: 4, observed: 1, alive: 1, prewarmed: 1, unknown: 1 })
    expect(summary?.unplannedCold).toBe(1)
    expect(summary?.warm).toMatchObject({ n: 1, maxMs: 2 })
  })

  it('never pools ways of getting cold, nor idle periods', () => {
    const samples = [
      coldSample('a', 100),
      coldSample('a', 200, { plannedIdleMs: 900 }),
      coldSample('a', 300, { coldBy: 'first' }),
    ]
    const ways = computeResult(runFileOf(samples)).summaries[0]?.cold
    expect(ways?.map(({ coldBy, plannedIdleMs, wait }) => [coldBy, plannedIdleMs, wait.p50Ms])).toEqual([
      ['idle', 400, 100],
      ['idle', 900, 200],
      ['first', 400, 300],
    ])
  })

  it('takes the warm interval over instances and refuses it below six', () => {
    const onInstances = (instances: number) =>
      Array.from({ length: instances }, (_, index) =>
        [1, 2, 3].map((wait) => warmSample('a', wait + index / 10, `i${index}`)),
      ).flat()
    const warmOf = (instances: number) => computeResult(runFileOf(onInstances(instances))).summaries[0]?.warm
    expect(warmOf(5)).toMatchObject({
      n: 15,
      instances: 5,
      refused: { p50Interval: 'needs 6 instances, has 5' },
    })
    expect(warmOf(5)).not.toHaveProperty('p50Interval')
    expect(warmOf(6)?.p50Interval).toEqual({ lower: 2, upper: 2.5, coverage: 0.96875 })
  })

  it('refuses p95 below 20 and p99 below 100 by name', () => {
    const waitOf = (n: number) =>
      computeResult(runFileOf(waitsOf(n).map((wait) => coldSample('a', wait)))).summaries[0]?.cold[0]?.wait
    expect(waitOf(19)?.refused).toEqual({
      p95Ms: 'needs 20 samples, has 19',
      p99Ms: 'needs 100 samples, has 19',
    })
    expect(waitOf(20)).toHaveProperty('p95Ms')
    expect(waitOf(99)).not.toHaveProperty('p99Ms')
    expect(waitOf(100)).not.toHaveProperty('refused')
  })

  it('reports the breakdown of the median sample, not a median of parts', () => {
    const samples = [100, 110, 300].map((wait, index) =>
      coldSample('a', wait, { breakdown: { platformMs: index, bootMs: 10 - index } }),
    )
    const [cold] = computeResult(runFileOf(samples)).summaries[0]?.cold ?? []
    expect(cold?.breakdown).toEqual({ platformMs: 1, bootMs: 9 })
  })

  it("adds the first handler to the platform's init", () => {
    const samples = [coldSample('a', 100, { platform: { initMs: 80, durationMs: 15 } }), coldSample('a', 120)]
    expect(computeResult(runFileOf(samples)).summaries[0]?.cold[0]?.initAndHandler).toMatchObject({
      n: 1,
      p50Ms: 95,
    })
  })

  it('summarises replicas under their group and says when they share an instance', () => {
    const shared = { instance: { id: 'same', invocation: 1 } }
    const found = computeResult(
      runFileOf([coldSample('a#1', 100, shared), coldSample('a#2', 120, shared)], {
        targets: [targetOf('a#1', { group: 'a' }), targetOf('a#2', { group: 'a' })],
      }),
    )
    expect(found.summaries).toHaveLength(1)
    expect(found.summaries[0]).toMatchObject({ target: 'a', invocations: 2 })
    expect(found.warnings.map(({ code }) => code)).toContain('shared-instance')
  })

  it('names an unfinished run and notes of the journal', () => {
    const { footer: _none, ...unfinished } = runFileOf([coldSample('a', 100)])
    const note = {
      type: 'note',
      at: '2026-11-23T15:42:10.000Z',
      kind: 'slept',
      message: 'The machine slept.',
    } as const
    const found = computeResult({ ...unfinished, notes: [note, note] })
    expect(found.run.status).toBe('unfinished')
    expect(found.warnings.map(({ code }) => code)).toEqual(['unfinished', 'slept'])
  })
})
