import { describe, expect, it } from 'vitest'
import { lifetimesOf, summariseKeepAlive } from '../../src/stats/keep-alive.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { fitTurnbull, survivalAt } from '../../src/stats/turnbull.ts'
import { coldSample, runFileOf } from '../support/run-file.ts'

describe('fitTurnbull', () => {
  it('is Kaplan–Meier for lifetimes that are known exactly', () => {
    const curve = fitTurnbull([1, 2, 2, 5].map((time) => ({ aliveAt: time, goneAt: time })))
    expect([0, 1, 2, 4, 5].map((time) => survivalAt(curve, time))).toEqual([1, 0.75, 0.25, 0.25, 0])
  })

  it('leaves mass beyond the last look', () => {
    const curve = fitTurnbull([{ aliveAt: 0, goneAt: 10 }, { aliveAt: 10 }])
    expect(curve).toEqual([
      { after: 0, until: 10, mass: 0.5 },
      { after: 10, until: Infinity, mass: 0.5 },
    ])
    expect(survivalAt(curve, 1e9)).toBe(0.5)
  })

  it('refuses what cannot be', () => {
    expect(() => fitTurnbull([{ aliveAt: 5, goneAt: 4 }])).toThrow(
      expect.objectContaining({ code: 'bad-lifetime' }),
    )
    expect(() => fitTurnbull([{ aliveAt: Number.NaN }])).toThrow(
      expect.objectContaining({ code: 'not-a-number' }),
    )
  })
})

describe('keep-alive', () => {
  const probe = (idleMs: number, observed: 'cold' | 'warm') =>
    coldSample('a', 100, { idleMs, plannedIdleMs: idleMs, observed })
  const samples = [
    ...Array.from({ length: 10 }, () => probe(300, 'warm')),
    ...Array.from({ length: 10 }, (_, index) => probe(600, index < 5 ? 'warm' : 'cold')),
    ...Array.from({ length: 10 }, () => probe(900, 'cold')),
  ]

  it('gives the median and the idle period after which 95 % were gone', () => {
    expect(summariseKeepAlive(lifetimesOf(samples))).toMatchObject({
      n: 30,
      alive: 15,
      medianMs: 600,
      gone95Ms: 900,
    })
  })

  it('leaves out what was not reached, and errors', () => {
    const failed = coldSample('a', 1, { idleMs: 1200, error: { kind: 'reset', message: 'reset' } })
    const found = summariseKeepAlive(lifetimesOf([...samples.slice(0, 20), failed]))
    expect(found).toMatchObject({ n: 20, medianMs: 600 })
    expect(found).not.toHaveProperty('gone95Ms')
    expect(summariseKeepAlive([])).toBeUndefined()
  })

  it('is part of a summary when idle periods were survived', () => {
    expect(computeResult(runFileOf(samples)).summaries[0]?.keepAlive).toMatchObject({ n: 30, gone95Ms: 900 })
    expect(computeResult(runFileOf(samples.slice(20))).summaries[0]).not.toHaveProperty('keepAlive')
  })
})
