import { expect, it } from 'vitest'
import type { Interpretation } from '../../src/core/probe-request.ts'
import { decideTemperature } from '../../src/probe/decide-temperature.ts'
import { fc } from '../support/properties.ts'

/** One invocation of a generated history, with what is true of it and what would be reported. */
interface Invocation {
  readonly truth: 'cold' | 'prewarmed' | 'warm'
  readonly reply: { readonly sentAtEpochMs: number; readonly firstByteAtEpochMs: number }
  readonly interpretation: Interpretation
  readonly roundTripMs: number
}

interface Life {
  readonly roundTripMs: number
  /** Boot, load and the platform's share before the process exists. */
  readonly spawnMs: number
  readonly bootMs: number
  readonly loadMs: number
  /** Initialised this long before its first request; undefined when the request made it. */
  readonly aheadMs: number | undefined
  /** The instance's wall clock minus the client's. */
  readonly skewMs: number
  readonly handlerMs: readonly number[]
  readonly idleMs: number
  readonly reports: 'instance' | 'age' | 'platform' | 'both' | 'nothing'
  readonly initRepeated: boolean
}

const ms = (max: number) => fc.double({ min: 0, max, noNaN: true })

const life: fc.Arbitrary<Life> = fc.record({
  roundTripMs: fc.double({ min: 0.05, max: 300, noNaN: true }),
  spawnMs: ms(3000),
  bootMs: fc.double({ min: 1, max: 2000, noNaN: true }),
  loadMs: ms(5000),
  aheadMs: fc.option(fc.double({ min: 10_001, max: 3_600_000, noNaN: true }), { nil: undefined }),
  skewMs: fc.constant(0),
  handlerMs: fc.array(ms(2000), { minLength: 1, maxLength: 8 }),
  idleMs: ms(600_000),
  reports: fc.constantFrom('instance', 'age', 'platform', 'both', 'nothing'),
  initRepeated: fc.boolean(),
})

/** Plays an instance's life and says what each invocation was and reported. */
function play(of: Life): Invocation[] {
  const wayMs = of.roundTripMs / 2
  const initMs = of.bootMs + of.loadMs
  let sent = 1_800_000_000_000
  let startedMs = 0
  return of.handlerMs.map((handlerMs, index) => {
    const isFirst = index === 0
    if (isFirst) startedMs = of.aheadMs === undefined ? sent + wayMs + of.spawnMs : sent - of.aheadMs - initMs
    const readyMs = Math.max(sent + wayMs, startedMs + initMs)
    const answeredMs = readyMs + handlerMs + wayMs
    const truth = !isFirst ? 'warm' : of.aheadMs === undefined ? 'cold' : 'prewarmed'
    const reply = { sentAtEpochMs: sent, firstByteAtEpochMs: answeredMs }
    const interpretation = report(of, index + 1, startedMs, answeredMs - wayMs, handlerMs, initMs)
    sent = answeredMs + of.idleMs
    return { truth, reply, interpretation, roundTripMs: of.roundTripMs }
  })
}

function report(
  of: Life,
  invocation: number,
  startedMs: number,
  writtenMs: number,
  handlerMs: number,
  initMs: number,
): Interpretation {
  const instance = {
    id: 'i-1',
    invocation,
    startedAt: new Date(startedMs + of.skewMs).toISOString(),
    ...(of.reports === 'age' ? { ageMs: writtenMs - startedMs } : {}),
  }
  const isFirst = invocation === 1
  // An init that ran into its limit is repeated inside the invocation, and REPORT has no init duration then.
  const showsInit = isFirst && !(of.initRepeated && of.reports === 'both')
  const platform = { durationMs: handlerMs, ...(showsInit ? { initMs } : {}) }
  return {
    ...(of.reports === 'instance' || of.reports === 'age' || of.reports === 'both' ? { instance } : {}),
    ...(of.reports === 'platform' || of.reports === 'both' ? { platform } : {}),
  }
}

const check = (invocation: Invocation) => ({ ...invocation, decided: decideTemperature(invocation) })

it('never calls a warm invocation cold or prewarmed, nor a cold one warm', () => {
  fc.assert(
    fc.property(life, (of) => {
      for (const { truth, decided } of play(of).map(check)) {
        if (truth === 'warm') expect(['warm', 'unknown']).toContain(decided.observed)
        else expect(decided.observed).not.toBe('warm')
      }
    }),
    { numRuns: 2000, seed: 1 },
  )
})

it('tells prewarmed from cold wherever the instance reports, and never says unknown there', () => {
  const reporting = life.filter(({ reports }) => reports !== 'nothing' && reports !== 'platform')
  fc.assert(
    fc.property(reporting, (of) => {
      for (const { truth, decided } of play(of).map(check)) expect(decided.observed).toBe(truth)
    }),
    { numRuns: 2000, seed: 2 },
  )
})

it('by process age, is right whatever the instance’s wall clock says', () => {
  const skewed = fc
    .tuple(life, fc.double({ min: -1e9, max: 1e9, noNaN: true }))
    .map(([of, skewMs]) => ({ ...of, skewMs, reports: 'age' as const }))
  fc.assert(
    fc.property(skewed, (of) => {
      for (const { truth, decided } of play(of).map(check)) expect(decided.observed).toBe(truth)
    }),
    { numRuns: 2000, seed: 3 },
  )
})

it('with a wrong wall clock and no age, still never calls warm cold or cold warm', () => {
  const skewed = fc
    .tuple(life, fc.double({ min: -1e9, max: 1e9, noNaN: true }))
    .map(([of, skewMs]) => ({ ...of, skewMs, reports: 'instance' as const }))
  fc.assert(
    fc.property(skewed, (of) => {
      for (const { truth, decided } of play(of).map(check)) {
        if (truth === 'warm') expect(decided.observed).toBe('warm')
        else expect(decided.observed).not.toBe('warm')
      }
    }),
    { numRuns: 2000, seed: 4 },
  )
})

it('keeps every disagreement of platform and instance', () => {
  const both = life.map((of) => ({ ...of, reports: 'both' as const, initRepeated: true }))
  fc.assert(
    fc.property(both, (of) => {
      const [first] = play(of).map(check)
      expect(first?.decided.conflict).toEqual({ platform: 'warm', instance: first?.truth })
    }),
    { numRuns: 500, seed: 5 },
  )
})
