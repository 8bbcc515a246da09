import { describe, expect, it } from 'vitest'
import type { Visit } from '../../../src/plan/plan.ts'
import { scheduleProbes } from '../../../src/queue/vantage/schedule.ts'

const START = 1_000_000
const IDLE = 60_000

function visit(round: number, target: string, warm = 0): Visit {
  return {
    id: `${round}.${target}`,
    round,
    target,
    way: { coldBy: 'idle', plannedIdleMs: IDLE },
    cold: 1,
    warm,
  }
}

const places = new Map(
  ['a', 'b'].flatMap((target) =>
    ['fra1', 'nrt1'].map((vantage) => [`${target}@${vantage}`, { target, vantage }] as const),
  ),
)
const rounds = [0, 1].map((number) => ({
  number,
  visits: ['a@fra1', 'b@nrt1', 'a@nrt1', 'b@fra1'].map((id) => visit(number, id, 2)),
}))
const probes = [...scheduleProbes('run', rounds, places, START)]

describe('the schedule of a plan', () => {
  it('has a job for every sample of the plan, once', () => {
    expect(probes).toHaveLength(2 * 4 * 3)
    expect(new Set(probes.map(({ sample }) => sample)).size).toBe(probes.length)
  })

  it('leaves a target alone for its idle period, whichever vantage point called it last', () => {
    for (const target of ['a', 'b']) {
      const own = probes.filter((probe) => probe.target === target).sort((x, y) => x.dueMs - y.dueMs)
      let last = START
      for (const { intended, dueMs } of own) {
        if (intended === 'cold') expect(dueMs - last).toBeGreaterThanOrEqual(IDLE)
        last = dueMs
      }
    }
  })

  it('has warm invocations after their cold start, one waiting for the other', () => {
    const visited = probes.filter(({ at, round }) => at === 'a@nrt1' && round === 1)
    expect(visited.map(({ sample, after }) => [sample, after])).toEqual([
      ['1.a@nrt1.cold', undefined],
      ['1.a@nrt1.warm1', '1.a@nrt1.cold'],
      ['1.a@nrt1.warm2', '1.a@nrt1.warm1'],
    ])
    expect(visited.map(({ dueMs }) => dueMs)).toEqual(
      [...visited.map(({ dueMs }) => dueMs)].sort((x, y) => x - y),
    )
  })

  it('does not want all targets at one moment', () => {
    const firsts = probes.filter(({ round, sample }) => round === 0 && sample.endsWith('.cold'))
    expect(new Set(firsts.map(({ dueMs }) => dueMs)).size).toBe(firsts.length)
  })

  it('is the same when it is made again', () => {
    expect([...scheduleProbes('run', rounds, places, START)]).toEqual(probes)
  })
})
