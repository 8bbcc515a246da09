import { describe, expect, it } from 'vitest'
import type { EnvironmentSeen, RequestEnd, RequestSeen } from '../../src/engine/engine-event.ts'
import { eventLine } from '../../src/engine/event-line.ts'

const request: RequestSeen = { type: 'request', function: 'vercel/hello', request: 1, atMs: 5 }
const environment: EnvironmentSeen = {
  type: 'environment',
  function: 'vercel/hello',
  environment: '2026/11/28/[$LATEST]0123456789abcdef',
  stage: 'ended',
  sinceMs: 9,
  served: 2,
}

function lineOf(end: RequestEnd, seen: Partial<RequestSeen> = {}) {
  return eventLine({ ...request, ...seen, end })
}

describe('the terminal’s story', () => {
  it('has a line for a request that is over, with where a cold start’s time went', () => {
    const cold: RequestEnd = {
      durationMs: 104.4,
      kind: 'cold',
      environment: environment.environment,
      invocation: 1,
      parts: { platformMs: 2, bootMs: 41.2, loadMs: 30, handlerMs: 3.14 },
    }
    expect(lineOf(cold)).toBe(
      'vercel/hello cold 104 ms, environment 89abcdef, request 1 of it: boot 41 ms, load 30 ms, handler 3.1 ms\n',
    )
    expect(lineOf({ ...cold, kind: 'warm', invocation: 2, parts: { handlerMs: 1 } }, { label: 'mine' })).toBe(
      'mine vercel/hello warm 104 ms, environment 89abcdef, request 2 of it\n',
    )
  })

  it('says why a request ran nowhere, and what failed', () => {
    expect(lineOf({ durationMs: 0, kind: 'throttled' })).toBe(
      'vercel/hello throttled, as many environments are busy as there may be\n',
    )
    const failed = {
      durationMs: 7,
      kind: 'cold',
      environment: 'abc',
      invocation: 1,
      failure: 'TypeError',
    } as const
    expect(lineOf(failed)).toContain('request 1 of it, TypeError')
  })

  it('has one for an environment that nobody called any more, and none for what is under way', () => {
    expect(eventLine({ ...environment, idledOut: true })).toBe(
      'vercel/hello environment 89abcdef ended: idle for its time, 2 requests served\n',
    )
    expect(eventLine(environment)).toBeUndefined()
    expect(eventLine({ ...environment, stage: 'boot' })).toBeUndefined()
    expect(eventLine(request)).toBeUndefined()
  })
})
