import type { LoadPhases } from '../core/load-report.ts'
import { median } from '../stats/quantile.ts'
import { sortSamples } from '../stats/sorted-samples.ts'
import { accountTime, type ModuleTime } from './account-time.ts'
import { lateModules } from './late-modules.ts'
import type { ModulePlace } from './place-module.ts'
import { addTimings, measureOf, type Timing, timeOf, working } from './time-of-timings.ts'
import { idleInLoadMs, type Span, spansOf, type Trace, type TracedModule } from './trace.ts'

/** One module of several traces of the same function. */
export interface MergedModule extends ModulePlace {
  /** Index of what imported it first. */
  readonly parent?: number
  readonly specifier?: string
  readonly format?: string
  readonly bytes?: number
  readonly awaits?: true
  /** As traced: what the traces have in common, `timeOf`. */
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

const NO_PHASES: LoadPhases = { resolveMs: 0, readMs: 0, compileMs: 0, evaluateMs: 0 }
const PHASES = Object.keys(NO_PHASES) as (keyof LoadPhases)[]

/**
 * Takes the traces of one function together, phase by phase of each module.
 * @param place says what a module is, in the trace that it is of
 */
export function mergeTraces(
  traces: readonly Trace[],
  place: (url: string, trace: Trace) => ModulePlace,
): MergedLoad {
  const seen = traces.flatMap((trace) => {
    const { load } = spansOf(trace)
    return load ? [readLoad(trace, load, (url) => place(url, trace))] : []
  })
  const names = [...new Set(seen.flatMap(({ modules }) => [...modules.keys()]))]
  const index = new Map(names.map((name, at) => [name, at]))
  const timingsOf = (name: string, phase: keyof LoadPhases) =>
    seen.map(({ modules }) => timingOf(modules.get(name)?.phases, phase))
  const ofBodies = measureOf(names.map((name) => timingsOf(name, 'evaluateMs')))
  const times = names.map((name) =>
    eachPhase((phase) => timeOf(timingsOf(name, phase), phase === 'evaluateMs' ? ofBodies : working)),
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

function timingOf(phases: ModuleTime | undefined, phase: keyof LoadPhases): Timing | undefined {
  return phases && { ms: phases[phase], waitedMs: phases.waited?.[phase] ?? 0 }
}

function total(all: readonly LoadPhases[]): number {
  return all.reduce((sum, phases) => sum + sumOf(phases), 0)
}

function addTimes(one: ModuleTime, other: ModuleTime): ModuleTime {
  const waited = addPhases(one.waited ?? NO_PHASES, other.waited ?? NO_PHASES)
  return { ...addPhases(one, other), ...(sumOf(waited) > 0 && { waited }) }
}

/** Phase by phase. */
export function addPhases(one: LoadPhases, other: LoadPhases): LoadPhases {
  return eachPhase((phase) => one[phase] + other[phase])
}

export function sumOf(phases: LoadPhases): number {
  return PHASES.reduce((sum, phase) => sum + phases[phase], 0)
}

export function scale(phases: LoadPhases, factor: number): LoadPhases {
  return eachPhase((phase) => phases[phase] * factor)
}

function eachPhase(msOf: (phase: keyof LoadPhases) => number): LoadPhases {
  return Object.fromEntries(PHASES.map((phase) => [phase, msOf(phase)])) as unknown as LoadPhases
}

type SeenModule = Omit<MergedModule, 'parent' | 'phases'> & {
  readonly parent?: string
  readonly phases: ModuleTime
}

/** One trace's load, by the names that modules have in every environment. */
function readLoad(trace: Trace, load: Span, place: (url: string) => ModulePlace) {
  const account = accountTime(trace, load)
  const awaiting = new Set(trace.stamps.flatMap((stamp) => (stamp[1] === 'awaits' ? [stamp[2]] : [])))
  const late = [...lateModules(trace, account, place)]
  const modules = new Map<string, SeenModule>()
  let other: Timing = { ms: account.otherMs, waitedMs: account.otherWaitedMs }
  for (const [at, phases] of [...account.modules, ...late]) {
    const traced = trace.modules[at] as TracedModule
    const placed = place(traced.url)
    if (placed.kind === 'runtime') {
      other = addTimings(other, { ms: sumOf(phases), waitedMs: sumOf(phases.waited ?? NO_PHASES) })
      continue
    }
    const { parent, specifier, format, bytes } = traced
    const known = modules.get(keyOf(placed))
    // The same file under two queries is two modules to Node.
    if (known) {
      modules.set(keyOf(placed), { ...known, phases: addTimes(known.phases, phases) })
      continue
    }
    const above = parent === undefined ? undefined : place(parent)
    modules.set(keyOf(placed), {
      ...placed,
      ...(above && above.kind !== 'runtime' && { parent: keyOf(above) }),
      ...(specifier !== undefined && { specifier }),
      ...(format !== undefined && { format }),
      ...(bytes !== undefined && { bytes }),
      ...(awaiting.has(at) && { awaits: true as const }),
      phases,
    })
  }
  return {
    modules,
    other,
    late: new Set(late.map(([at]) => keyOf(place((trace.modules[at] as TracedModule).url)))),
  }
}

/** Two copies of a package have modules of one name. */
function keyOf({ name, folder = '' }: ModulePlace): string {
  return `${folder} ${name}`
}
