import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/core/random.ts'
import { classifySilent } from '../../src/stats/classify-silent.ts'
import { splitByLatency, temperatureOf } from '../../src/stats/latency-mixture.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { sortSamples } from '../../src/stats/sorted-samples.ts'
import { coldSample, runFileOf, warmSample } from '../support/run-file.ts'
import { vectors } from '../vectors/read-vectors.ts'

/** `n` log-normal waits around `median` ms. */
function lognormal(n: number, median: number, logSd: number, seed: number): number[] {
  const random = seededRandom(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Array.from({ length: n }, () => median * Math.exp(logSd * normal()))
}

const silent = { observed: 'unknown', evidence: 'none' } as const

function silentSamples(cold: readonly number[], warm: readonly number[]) {
  return [
    ...cold.map((wait) => ({ ...coldSample('url', wait, silent), instance: undefined })),
    ...warm.map((wait) => ({ ...warmSample('url', wait, 'none', silent), instance: undefined })),
  ].map(({ instance: _none, ...sample }) => sample)
}

describe('splitByLatency', () => {
  it('finds the two populations of the bimodal reference sample', () => {
    const { x } = vectors.quantiles.find(({ name }) => name === 'bimodal') ?? { x: [] }
    const split = splitByLatency(sortSamples(x))
    if (!split.supported) throw new Error(split.reason)
    expect(split.mixture.fast.weight).toBeCloseTo(x.filter((wait) => wait < 80).length / x.length, 3)
    expect(x.every((wait) => temperatureOf(split, wait) === (wait < 80 ? 'warm' : 'cold'))).toBe(true)
  })

  it.each([0.1, 0.3, 0.8])('finds one population in one (log-SD %d)', (logSd) => {
    for (let seed = 1; seed <= 20; seed++)
      expect(splitByLatency(sortSamples(lognormal(60, 100, logSd, seed))).supported).toBe(false)
  })

  it('is not fooled by equal readings, few samples or a lone outlier', () => {
    expect(splitByLatency(sortSamples(new Array(50).fill(37))).supported).toBe(false)
    expect(splitByLatency(sortSamples([20, 21, 22, 200, 210]))).toMatchObject({
      reason: 'needs 10 samples, has 5',
    })
    expect(splitByLatency(sortSamples([...lognormal(40, 20, 0.1, 3), 5000, 6000])).supported).toBe(false)
  })

  it('calls a wait between the two unknown', () => {
    const split = splitByLatency(sortSamples([...lognormal(60, 20, 0.2, 1), ...lognormal(40, 80, 0.2, 2)]))
    if (!split.supported) throw new Error(split.reason)
    const between = Array.from({ length: 100 }, (_, index) => 25 + index / 2)
    expect(new Set(between.map((wait) => temperatureOf(split, wait)))).toEqual(
      new Set(['warm', 'unknown', 'cold']),
    )
  })

  it('gives the same split for the same seed', () => {
    const waits = sortSamples([...lognormal(60, 20, 0.3, 1), ...lognormal(40, 200, 0.3, 2)])
    expect(splitByLatency(waits, 7)).toEqual(splitByLatency(waits, 7))
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

  it('stays unknown where the split is not supported, and says why', () => {
    const flat = silentSamples(lognormal(20, 20, 0.1, 1), lognormal(40, 20, 0.1, 2))
    expect(classifySilent(flat)).toEqual(flat)
    const found = computeResult(runFileOf(flat))
    expect(found.summaries[0]).toMatchObject({ unknown: 60, warm: { n: 0 } })
    expect(found.warnings.find(({ code }) => code === 'unknown')?.message).toContain(
      'look like one population',
    )
  })

  it('is not one that gives evidence for some of its samples', () => {
    const mixed = [...samples, coldSample('url', 300)]
    expect(classifySilent(mixed)).toEqual(mixed)
    expect(computeResult(runFileOf(mixed)).summaries[0]?.cold[0]?.inferred).toBe(0)
  })
})
