import type { LoadPhases } from '../core/load-report.ts'
import { median } from '../stats/quantile.ts'
import { sortSamples } from '../stats/sorted-samples.ts'
import type { ModuleTime } from './account-time.ts'
import { eachPhase, NO_PHASES, sumOf } from './load-phases.ts'
import type { ModulePlace } from './place-module.ts'
import { readSeenLoad, type SeenLoad } from './seen-load.ts'
import { type TimeBasis, type Timing, type Timings, timeOf } from './time-of-timings.ts'
import { idleInLoadMs, type Trace } from './trace.ts'

/** One module of several traces of the same function. */
export interface MergedModule extends ModulePlace {
  /** Index of what imported it first. */
  readonly parent?: number
  readonly specifier?: string
  readonly format?: string
  readonly bytes?: number
  readonly awaits?: true
  /** As traced: what the traces have in common by `timeOf`, evaluation on the basis that bodies have. */
  readonly phases: LoadPhases
}

/** What several traces of one load agree on, ms as traced. */
export interface MergedLoad {
  readonly modules: readonly MergedModule[]
  /** What no module took, and the runtime's own modules. */
  readonly loaderMs: number
  /** Of the modules' times, what passed in the first call: some launchers import the function only then. */
  readonly lateMs: number
  /** Of `loaderMs`, what the event loop was idle for; left out where that was not told. */
  readonly idleMs?: number
  /** How many times that the modules of one trace take together, as a rule: above 1 where the machine stalls them. */
  readonly stalled: number
}

/** Says what a module is by its URL, in the trace that it is of. */
export type PlaceInTrace = (url: string, trace: Trace) => ModulePlace

/** How long the body of each module took in each of the traces of one function. */
export function bodiesOf(traces: readonly Trace[], place: PlaceInTrace): Timings[] {
  const seen = readSeen(traces, place)
  return namesOf(seen).map((name) => timingsOf(seen, name, 'evaluateMs'))
}

/**
 * Takes the traces of one function together, phase by phase of each module.
 * @param basis of bodies, by `basisOf` of all that is to be compared
 */
export function mergeTraces(traces: readonly Trace[], place: PlaceInTrace, basis: TimeBasis): MergedLoad {
  const seen = readSeen(traces, place)
  const names = namesOf(seen)
  const index = new Map(names.map((name, at) => [name, at]))
  const times = names.map((name) =>
    eachPhase((phase) => timeOf(timingsOf(seen, name, phase), phase === 'evaluateMs' ? basis : 'processor')),
  )
  const late = new Set(seen.flatMap((one) => [...one.late]))
  const least = total(times)
  const wholes = seen.map((one) => total([...one.modules.values()].map(({ phases }) => phases)))
  const idles = traces.flatMap((trace) => idleInLoadMs(trace) ?? [])
  const modules = names.flatMap((name, at): MergedModule[] => {
    const found = seen.find((one) => one.modules.has(name))?.modules.get(name)
    if (!found) return []
    const { parent, ...facts } = found
    const above = parent === undefined || parent === name ? undefined : index.get(parent)
    return [{ ...facts, ...(above !== undefined && { parent: above }), phases: times[at] ?? NO_PHASES }]
  })
  return {
    modules,
    loaderMs: timeOf(seen.map(({ other }) => other)),
    lateMs: total(times.filter((_, at) => late.has(names[at] ?? ''))),
    ...(idles.length > 0 && { idleMs: timeOf(idles.map((ms) => ({ ms, waitedMs: 0 }))) }),
    stalled: least === 0 ? 1 : median(sortSamples(wholes)) / least,
  }
}

function readSeen(traces: readonly Trace[], place: PlaceInTrace): SeenLoad[] {
  return traces.flatMap((trace) => readSeenLoad(trace, (url) => place(url, trace)) ?? [])
}

function namesOf(seen: readonly SeenLoad[]): string[] {
  return [...new Set(seen.flatMap(({ modules }) => [...modules.keys()]))]
}

function timingsOf(seen: readonly SeenLoad[], name: string, phase: keyof LoadPhases): Timings {
  return seen.map(({ modules }) => timingOf(modules.get(name)?.phases, phase))
}

function timingOf(phases: ModuleTime | undefined, phase: keyof LoadPhases): Timing | undefined {
  return phases && { ms: phases[phase], waitedMs: phases.waited?.[phase] ?? 0 }
}

function total(all: readonly LoadPhases[]): number {
  return all.reduce((sum, phases) => sum + sumOf(phases), 0)
}
