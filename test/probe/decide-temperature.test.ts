import { describe, expect, it } from 'vitest'
import type { Interpretation } from '../../src/core/probe-request.ts'
import type { InstanceReport } from '../../src/core/sample.ts'
import { decideTemperature } from '../../src/probe/decide-temperature.ts'

const SENT = Date.parse('2026-11-01T12:00:00.000Z')
const iso = (epochMs: number) => new Date(epochMs).toISOString()

function decide(interpretation: Interpretation, waitMs = 200, roundTripMs = 20) {
  const reply = { sentAtEpochMs: SENT, firstByteAtEpochMs: SENT + waitMs }
  return decideTemperature({ reply, interpretation, roundTripMs })
}

const instance = (more: Partial<InstanceReport>): InstanceReport => ({ id: 'i-1', invocation: 1, ...more })

describe('by the instance’s own report', () => {
  it('a first invocation whose process started after the request was sent is cold', () => {
    const decided = decide({ instance: instance({ startedAt: iso(SENT + 30) }) })
    expect(decided).toEqual({ observed: 'cold', evidence: 'instance' })
  })

  it('a first invocation of a process that was there before is prewarmed', () => {
    const decided = decide({ instance: instance({ startedAt: iso(SENT - 500) }) })
    expect(decided).toEqual({ observed: 'prewarmed', evidence: 'instance' })
  })

  it('stamps of two machines are compared within the round trip', () => {
    expect(decide({ instance: instance({ startedAt: iso(SENT - 20) }) }).observed).toBe('cold')
    expect(decide({ instance: instance({ startedAt: iso(SENT - 23) }) }).observed).toBe('prewarmed')
  })

  it('a process that what was sent first of the request has started was not there before it', () => {
    const reply = { sentAtEpochMs: SENT, firstByteAtEpochMs: SENT + 200 }
    const phases = { waitMs: 200, downloadMs: 0, totalMs: 260, sendMs: 60 }
    const interpretation = { instance: instance({ startedAt: iso(SENT - 50) }) }
    const decided = (more: object) =>
      decideTemperature({ reply: { ...reply, ...more }, interpretation, roundTripMs: 20 }).observed
    expect([decided({}), decided({ phases })]).toEqual(['prewarmed', 'cold'])
  })

  it('a counter above one is warm, whatever the clocks say', () => {
    const decided = decide({ instance: instance({ invocation: 2, startedAt: iso(SENT + 30) }) })
    expect(decided).toEqual({ observed: 'warm', evidence: 'instance' })
  })

  it('the age of the process is taken before its wall-clock start: a wrong clock does not matter', () => {
    const wrongByAnHour = { startedAt: iso(SENT - 3_600_000) }
    expect(decide({ instance: instance({ ...wrongByAnHour, ageMs: 150 }) }).observed).toBe('cold')
    expect(decide({ instance: instance({ ...wrongByAnHour, ageMs: 5000 }) }).observed).toBe('prewarmed')
  })

  it('an age that was written long after the caller was answered is of that moment: a background function', () => {
    const aged = { instance: instance({ ageMs: 150 }) }
    expect(decide(aged, 3, 0).observed).toBe('prewarmed')
    expect(decide({ ...aged, afterAnswerMs: 150 }, 3, 0).observed).toBe('cold')
    expect(decide({ instance: instance({ ageMs: 5000 }), afterAnswerMs: 150 }, 3, 0).observed).toBe(
      'prewarmed',
    )
  })

  it('a start after the reply arrived means two clocks that disagree: unknown, not a guess', () => {
    const decided = decide({ instance: instance({ startedAt: iso(SENT + 60_000) }) })
    expect(decided).toEqual({ observed: 'unknown', evidence: 'none' })
  })

  it('a first invocation without any start is unknown: it may have been initialised ahead', () => {
    expect(decide({ instance: instance({}) })).toEqual({ observed: 'unknown', evidence: 'none' })
  })
})

describe('by the platform’s report', () => {
  const warmInstance = instance({ invocation: 7, startedAt: iso(SENT - 60_000) })
  const coldInstance = instance({ startedAt: iso(SENT + 30) })

  it('an init duration is a cold start', () => {
    const decided = decide({ platform: { initMs: 151.6, durationMs: 12.3 } })
    expect(decided).toEqual({ observed: 'cold', evidence: 'platform' })
  })

  it('no init duration is warm', () => {
    const decided = decide({ platform: { durationMs: 1.2 }, instance: warmInstance })
    expect(decided).toEqual({ observed: 'warm', evidence: 'platform' })
  })

  it('a restore duration is a SnapStart cold start; its process start is the snapshot’s and no conflict', () => {
    const snapshot = instance({ startedAt: iso(SENT - 86_400_000) })
    const decided = decide({ platform: { restoreMs: 399, durationMs: 2300 }, instance: snapshot })
    expect(decided).toEqual({ observed: 'cold', evidence: 'platform' })
  })

  it('provisioned concurrency was initialised ahead: its first invocation is prewarmed, later ones warm', () => {
    const initialization = 'provisioned-concurrency'
    const first = instance({ startedAt: iso(SENT - 400_000) })
    expect(decide({ platform: { initialization, initMs: 300, durationMs: 2 }, instance: first })).toEqual({
      observed: 'prewarmed',
      evidence: 'platform',
    })
    expect(decide({ platform: { initialization, durationMs: 2 }, instance: warmInstance }).observed).toBe(
      'warm',
    )
  })

  it('an init that ended more than ten seconds before the request is proactive initialisation: prewarmed', () => {
    const early = instance({ startedAt: iso(SENT - 45_000) })
    expect(decide({ platform: { initMs: 150, durationMs: 2 }, instance: early })).toEqual({
      observed: 'prewarmed',
      evidence: 'platform',
    })
  })

  it('an init shortly before the request is a conflict: the platform’s word, and both shown', () => {
    const justBefore = instance({ startedAt: iso(SENT - 2000) })
    expect(decide({ platform: { initMs: 150, durationMs: 2 }, instance: justBefore })).toEqual({
      observed: 'cold',
      evidence: 'platform',
      conflict: { platform: 'cold', instance: 'prewarmed' },
    })
  })

  it('an init duration on an instance that has served before is a conflict', () => {
    expect(decide({ platform: { initMs: 150, durationMs: 2 }, instance: warmInstance }).conflict).toEqual({
      platform: 'cold',
      instance: 'warm',
    })
  })

  it('a missing init duration on a first invocation (init repeated inside it) is not called warm', () => {
    expect(decide({ platform: { durationMs: 11_000 }, instance: coldInstance }, 12_000)).toEqual({
      observed: 'cold',
      evidence: 'instance',
      conflict: { platform: 'warm', instance: 'cold' },
    })
  })

  it('a report without any duration is no evidence', () => {
    const decided = decide({ platform: { requestId: 'x' }, instance: coldInstance })
    expect(decided).toEqual({ observed: 'cold', evidence: 'instance' })
  })
})

describe('without evidence', () => {
  it('nothing reported is unknown', () => {
    expect(decide({})).toEqual({ observed: 'unknown', evidence: 'none' })
  })

  it('a failed invocation has no temperature, whatever it reports', () => {
    const decided = decide({
      platform: { initMs: 150, durationMs: 2 },
      error: { kind: 'function', message: 'Unhandled' },
    })
    expect(decided).toEqual({ observed: 'unknown', evidence: 'none' })
  })
})
