import type { LoadPhases } from '../core/load-report.ts'

/** Of what takes nothing. */
export const NO_PHASES: LoadPhases = { resolveMs: 0, readMs: 0, compileMs: 0, evaluateMs: 0 }
const PHASES = Object.keys(NO_PHASES) as (keyof LoadPhases)[]

/** @param msOf what a phase takes, ms */
export function eachPhase(msOf: (phase: keyof LoadPhases) => number): LoadPhases {
  return Object.fromEntries(PHASES.map((phase) => [phase, msOf(phase)])) as unknown as LoadPhases
}

/** Phase by phase. */
export function addPhases(one: LoadPhases, other: LoadPhases): LoadPhases {
  return eachPhase((phase) => one[phase] + other[phase])
}

/** All phases together, ms. */
export function sumOf(phases: LoadPhases): number {
  return PHASES.reduce((sum, phase) => sum + phases[phase], 0)
}

/** Each phase so many times as long. */
export function scale(phases: LoadPhases, factor: number): LoadPhases {
  return eachPhase((phase) => phases[phase] * factor)
}
