import { describe, expect, it } from 'vitest'
import type { Interpretation } from '../../src/core/probe-request.ts'
import type { InstanceReport, ObservedTemperature } from '../../src/core/sample.ts'
import type { Breakdown } from '../../src/core/wait-parts.ts'
import { breakDownWait } from '../../src/probe/breakdown.ts'
import { fc } from '../support/properties.ts'

const SENT = Date.parse('2026-11-01T12:00:00.000Z')
const iso = (epochMs: number) => new Date(epochMs).toISOString()
const instance = (more: Partial<InstanceReport>): InstanceReport => ({ id: 'i-1', invocation: 1, ...more })

function breakDown(
  interpretation: Interpretation,
  observed: ObservedTemperature,
  waitMs = 200,
  roundTripMs = 10,
) {
  const reply = { phases: { waitMs }, sentAtEpochMs: SENT, firstByteAtEpochMs: SENT + waitMs }
  return breakDownWait({ reply, interpretation, observed, roundTripMs })
}

const sum = (parts: Breakdown = {}) =>
  (parts.platformMs ?? 0) +
  (parts.bootMs ?? 0) +
  (parts.loadMs ?? 0) +
  (parts.handlerMs ?? 0) +
  (parts.restMs ?? 0)

describe('a cold start', () => {
  const parts = { bootMs: 45, loadMs: 20, handlerMs: 5 }

  it('is network and platform, boot, load and handler, and they sum to the wait', () => {
    const startedAt = iso(SENT + 125)
    const breakdown = breakDown({ instance: instance({ ...parts, startedAt }) }, 'cold')
    expect(breakdown).toEqual({ platformMs: 130, ...parts })
    expect(sum(breakdown)).toBe(200)
  })

  it('is none of a wait that was over before the function started', () => {
    expect(breakDown({ instance: instance(parts), afterAnswerMs: 80 }, 'cold')).toBeUndefined()
  })

  it('names what came after the process had started and is in no part', () => {
    const startedAt = iso(SENT + 60)
    const breakdown = breakDown({ instance: instance({ ...parts, startedAt }) }, 'cold')
    expect(sum(breakdown)).toBe(200)
    expect(breakdown).toEqual({ platformMs: 65, ...parts, restMs: 65 })
  })

  it('checks by the age of the process where there is one', () => {
    const agreeing = breakDown({ instance: instance({ ...parts, ageMs: 70 }) }, 'cold')
    expect(agreeing).toEqual({ platformMs: 130, ...parts })
    const gap = breakDown({ instance: instance({ ...parts, ageMs: 100 }) }, 'cold')
    expect(gap).toEqual({ platformMs: 100, ...parts, restMs: 30 })
  })

  it('says so when the parts are longer than the wait', () => {
    const breakdown = breakDown({ instance: instance({ ...parts, bootMs: 400 }) }, 'cold')
    expect(breakdown?.platformMs).toBe(0)
    expect(breakdown?.note).toContain('225.0 ms longer than the wait')
  })

  it('says so when the process started later than the parts leave room for', () => {
    const startedAt = iso(SENT + 190)
    const breakdown = breakDown({ instance: instance({ ...parts, startedAt }) }, 'cold')
    expect(breakdown?.note).toContain('clocks differ')
  })

  it('of a runtime that tells nothing of itself is a boot as a whole, and says so', () => {
    const report = { ...instance({ bootMs: 65, handlerMs: 5, ageMs: 70 }), reportedBy: 'engine' as const }
    const breakdown = breakDown({ instance: report }, 'cold')
    expect(breakdown).toMatchObject({ platformMs: 130, bootMs: 65, handlerMs: 5 })
    expect(breakdown?.note).toContain('whole initialisation')
  })

  it('that only the platform reports has its init as load, and says that boot is in it', () => {
    const breakdown = breakDown({ platform: { initMs: 120, durationMs: 30 } }, 'cold')
    expect(breakdown).toMatchObject({ platformMs: 50, loadMs: 120, handlerMs: 30 })
    expect(breakdown?.note).toContain('whole init')
  })
})

describe('other invocations', () => {
  it('a warm one is network and platform, and handler: boot and load were waited for by somebody else', () => {
    const warm = instance({
      invocation: 3,
      bootMs: 45,
      loadMs: 20,
      handlerMs: 5,
      startedAt: iso(SENT - 9000),
    })
    expect(breakDown({ instance: warm }, 'warm')).toEqual({ platformMs: 195, handlerMs: 5 })
  })

  it('a prewarmed one likewise', () => {
    const early = instance({ bootMs: 45, loadMs: 20, handlerMs: 5, startedAt: iso(SENT - 9000) })
    expect(breakDown({ instance: early }, 'prewarmed')).toEqual({ platformMs: 195, handlerMs: 5 })
  })

  it('a silent function has none', () => {
    expect(breakDown({}, 'unknown')).toBeUndefined()
  })
})

it('parts sum to the wait, or the note says why not, for any report', () => {
  const part = fc.double({ min: 0, max: 5000, noNaN: true })
  const report = fc.record({ bootMs: part, loadMs: part, handlerMs: part, offset: part, waitMs: part })
  fc.assert(
    fc.property(report, ({ offset, waitMs, ...parts }) => {
      const breakdown = breakDown(
        { instance: instance({ ...parts, startedAt: iso(SENT + offset) }) },
        'cold',
        waitMs,
      )
      expect(Math.abs(sum(breakdown) - waitMs) <= 11 || breakdown?.note !== undefined).toBe(true)
    }),
    { numRuns: 1000, seed: 6 },
  )
})
