import { describe, expect, it } from 'vitest'
import type { EngineEvent, EnvironmentStage } from '../../src/engine/engine-event.ts'
import {
  coldAtMs,
  emptyState,
  isCold,
  longestMs,
  shownEnvironments,
  takeIn,
  waterfall,
} from '../../src/serve/page-state.ts'

const name = 'vercel/hello'

function environment(id: string, stage: EnvironmentStage, sinceMs = 0, untilMs?: number): EngineEvent {
  const until = untilMs === undefined ? {} : { untilMs }
  return { type: 'environment', function: name, environment: id, stage, sinceMs, served: 1, ...until }
}

function request(number: number, atMs: number, durationMs?: number): EngineEvent {
  const end = durationMs === undefined ? {} : { end: { durationMs, kind: 'warm' } as const }
  return { type: 'request', function: name, request: number, atMs, ...end }
}

function stateOf(...events: EngineEvent[]) {
  const state = emptyState()
  for (const event of events) takeIn(state, event)
  return state
}

describe('what the page knows', () => {
  it('is cold while none of a function’s environments can take a request', () => {
    expect(isCold(stateOf(), name)).toBe(true)
    expect(isCold(stateOf(environment('a', 'boot')), name)).toBe(false)
    expect(isCold(stateOf(environment('a', 'idle')), name)).toBe(false)
    expect(isCold(stateOf(environment('a', 'end')), name)).toBe(true)
    expect(isCold(stateOf(environment('a', 'idle')), 'lambda/hello')).toBe(true)
  })

  it('knows when the last one ends by itself, and that a busy one does not', () => {
    const idle = [environment('a', 'idle', 0, 50), environment('b', 'idle', 0, 70)]
    expect(coldAtMs(stateOf(...idle), name)).toBe(70)
    expect(coldAtMs(stateOf(...idle, environment('c', 'serve')), name)).toBeUndefined()
    expect(coldAtMs(stateOf(), name)).toBeUndefined()
  })

  it('shows an environment that has ended for a while', () => {
    const state = stateOf(environment('a', 'ended', 1000), environment('b', 'idle', 0, 90_000))
    expect(shownEnvironments(state, name, 1500)).toHaveLength(2)
    expect(shownEnvironments(state, name, 60_000).map((one) => one.environment)).toEqual(['b'])
  })

  it('gives requests that ran beside each other one beginning, and others each their own', () => {
    const rows = waterfall(
      stateOf(request(1, 0, 10), request(2, 100, 30), request(3, 120, 40), request(4, 500)),
      510,
    )
    expect(rows.map(({ seen, offsetMs }) => [seen.request, offsetMs])).toEqual([
      [4, 0],
      [3, 20],
      [2, 0],
      [1, 0],
    ])
    expect(longestMs(rows)).toBe(60)
  })

  it('shows the last twenty and forgets what is long over', () => {
    const state = stateOf(...Array.from({ length: 100 }, (_, k) => request(k + 1, k * 10, 1)))
    expect(waterfall(state, 2000)).toHaveLength(20)
    expect(state.requests.size).toBeLessThanOrEqual(40)
  })
})
