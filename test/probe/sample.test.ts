import { describe, expect, it } from 'vitest'
import type { ProbeReply } from '../../src/core/probe-request.ts'
import { sample } from '../../src/core/sample.ts'
import { toSample } from '../../src/probe/sample.ts'

const SENT = Date.parse('2026-11-01T12:00:00.000Z')

const reply = (more: Partial<ProbeReply> = {}): ProbeReply => ({
  request: { url: 'http://127.0.0.1:1/', method: 'GET', headers: {} },
  startedAt: '2026-11-01T11:59:59.999Z',
  sentAtEpochMs: SENT,
  firstByteAtEpochMs: SENT + 100,
  endedAtEpochMs: SENT + 101,
  connection: 'fresh',
  localPort: 4711,
  remoteAddress: '127.0.0.1',
  phases: { connectMs: 0.1, sendMs: 0.02, waitMs: 100, downloadMs: 1, totalMs: 101.2 },
  status: 200,
  httpVersion: '1.1',
  headers: {},
  body: new Uint8Array(),
  bytes: 12,
  ...more,
})

const context = { id: 's-1', target: 'lambda', round: 3, intended: 'warm' as const }

describe('toSample', () => {
  it('keeps intent and observation apart: a warm-intended hit on a new instance is an unplanned cold', () => {
    const instance = { id: 'i-1', invocation: 1, startedAt: new Date(SENT + 10).toISOString(), handlerMs: 1 }
    const made = toSample({ ...context, idleMs: 5000, vantage: 'home' }, reply(), { instance })
    expect(made).toMatchObject({
      intended: 'warm',
      observed: 'cold',
      evidence: 'instance',
      idleMs: 5000,
      vantage: 'home',
      http: { status: 200, version: '1.1', bytes: 12 },
    })
    expect(sample.parse(made)).toEqual(made)
  })

  it('leaves out what is unknown, and fits the published schema', () => {
    const { localPort: _, remoteAddress: __, status: ___, ...unopened } = reply()
    const made = toSample(
      { ...context, coldBy: 'idle' },
      { ...unopened, phases: {}, error: { kind: 'connect', message: 'ECONNREFUSED' } },
      {},
    )
    expect(Object.keys(made)).not.toContain('instance')
    expect(made).not.toHaveProperty('http')
    expect(sample.parse(made)).toEqual(made)
  })

  it('joins the probe’s flags and the run’s, each once', () => {
    const made = toSample(
      { ...context, flags: ['first-warm', 'loop-delay'] },
      reply({ flags: ['loop-delay'] }),
      {},
    )
    expect(made.flags).toEqual(['loop-delay', 'first-warm'])
  })

  it('a network error outranks what was interpreted, and there is no breakdown of a failed wait', () => {
    const made = toSample(context, reply({ error: { kind: 'reset', message: 'gone' } }), {
      instance: { id: 'i-1', invocation: 2, handlerMs: 1 },
    })
    expect(made.error?.kind).toBe('reset')
    expect(made.observed).toBe('unknown')
    expect(made).not.toHaveProperty('breakdown')
  })

  it.each([
    [429, 'throttled'],
    [301, 'status'],
    [404, 'status'],
    [503, 'status'],
  ])('a %d that the interpreter let pass is a %s error', (status, kind) => {
    const made = toSample(context, reply({ status }), {})
    expect(made.error?.kind).toBe(kind)
  })
})
