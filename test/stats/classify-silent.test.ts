import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/core/random.ts'
import type { Sample } from '../../src/core/sample.ts'
import { classifySilent } from '../../src/stats/classify-silent.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { coldSample, runFileOf, warmSample } from '../support/run-file.ts'

/** `n` log-normal waits around `median` ms. */
function lognormal(n: number, median: number, logSd: number, seed: number): number[] {
  const random = seededRandom(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Array.from({ length: n }, () => median * Math.exp(logSd * normal()))
}

const silent = { observed: 'unknown', evidence: 'none' } as const

function silentSamples(
  cold: readonly number[],
  warm: readonly number[],
  changes: Partial<Sample> = {},
): Sample[] {
  return [
    ...cold.map((wait) => coldSample('url', wait, { ...silent, ...changes })),
    ...warm.map((wait) => warmSample('url', wait, 'none', silent)),
  ].map(({ instance: _none, ...sample }) => sample)
}

const observedOf = (samples: readonly Sample[], intended: Sample['intended']) =>
  classifySilent(samples)
    .filter((sample) => sample.intended === intended)
    .map(({ observed }) => observed)

const warm = lognormal(30, 20, 0.1, 2)

describe('classifySilent', () => {
  it('calls what was meant to be warm warm, however slow it was', () => {
    const slow = [...lognormal(28, 20, 0.1, 2), 400, 900]
    expect(new Set(observedOf(silentSamples(lognormal(10, 300, 0.1, 1), slow), 'warm'))).toEqual(
      new Set(['warm']),
    )
  })

  it('calls a reply after idling cold only where a warm one would practically never be that slow', () => {
    expect(observedOf(silentSamples([20, 32, 40, 70, 100], warm), 'cold')).toEqual([
      'warm',
      'unknown',
      'unknown',
      'cold',
      'cold',
    ])
  })

  it('finds cold starts that are 40 × slower although warm replies have a tail of 3 ×', () => {
    const tailed = [...lognormal(28, 20, 0.1, 2), 55, 60]
    expect(new Set(observedOf(silentSamples(lognormal(10, 800, 0.2, 1), tailed), 'cold'))).toEqual(
      new Set(['cold']),
    )
  })

  it('says nothing of a reply during which this machine was busy, and does not learn from one', () => {
    const busy = silentSamples([800], warm, { flags: ['loop-delay'] })
    expect(observedOf(busy, 'cold')).toEqual(['unknown'])
    const busyWarm = silentSamples([800], warm).map((sample) =>
      sample.intended === 'warm' ? { ...sample, flags: ['loop-delay'] } : sample,
    )
    expect(observedOf(busyWarm, 'warm')).toEqual(new Array(30).fill('unknown'))
    expect(observedOf(busyWarm, 'cold')).toEqual(['unknown'])
  })

  it('says nothing of a burst, whose replies wait for each other', () => {
    expect(observedOf(silentSamples([800], warm, { coldBy: 'burst' }), 'cold')).toEqual(['unknown'])
  })

  it('says unknown where warm replies are too wide to tell, and below 20 of them', () => {
    expect(observedOf(silentSamples([100], lognormal(30, 20, 1, 2)), 'cold')).toEqual(['unknown'])
    expect(observedOf(silentSamples([800], warm.slice(0, 19)), 'cold')).toEqual(['unknown'])
    expect(observedOf(silentSamples([800], warm.slice(0, 20)), 'cold')).toEqual(['cold'])
  })
})

describe('a silent target', () => {
  const samples = silentSamples(lognormal(20, 300, 0.1, 1), lognormal(40, 20, 0.1, 2))

  it('gets inferred temperatures, marked as inferred everywhere', () => {
    const classified = classifySilent(samples)
    expect(classified.filter(({ observed }) => observed === 'cold')).toHaveLength(20)
    expect(classified.every(({ evidence, inferred }) => evidence === 'latency' && inferred === true)).toBe(
      true,
    )
    const found = computeResult(runFileOf(samples))
    expect(found.summaries[0]?.cold[0]).toMatchObject({
      intended: 20,
      observed: 20,
      inferred: 20,
      unknown: 0,
    })
    expect(found.summaries[0]?.warm).toMatchObject({
      n: 40,
      refused: { p50Interval: expect.stringContaining('needs 6 instances') },
    })
    expect(found.summaries[0]?.warm).not.toHaveProperty('instances')
    expect(found.samples).toEqual(classified)
    expect(found.warnings.map(({ code }) => code)).toContain('inferred')
  })

  it('has warm figures and unknown cold starts where there are too few warm replies, and says why', () => {
    const few = silentSamples(lognormal(10, 300, 0.1, 1), lognormal(8, 20, 0.1, 2))
    const found = computeResult(runFileOf(few))
    expect(found.summaries[0]).toMatchObject({ unknown: 10, warm: { n: 8 } })
    expect(found.warnings.find(({ code }) => code === 'unknown')?.message).toContain(
      'needs 20 warm replies to judge by, has 8',
    )
  })

  it('is not one that gives evidence for some of its samples', () => {
    const mixed = [...samples, coldSample('url', 300)]
    expect(classifySilent(mixed)).toEqual(mixed)
    expect(computeResult(runFileOf(mixed)).summaries[0]?.cold[0]?.inferred).toBe(0)
  })

  it('is never said to have had 0 cold starts where it is not known', () => {
    const between = silentSamples(lognormal(10, 40, 0.05, 1), warm)
    const found = computeResult(runFileOf(between))
    expect(found.summaries[0]?.cold[0]).toMatchObject({ observed: 0, unknown: 10, waitAsIntended: { n: 10 } })
    expect(found.warnings.map(({ code }) => code)).not.toContain('not-cold')
  })
})
