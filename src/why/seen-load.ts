import { accountTime, type ModuleTime } from './account-time.ts'
import { lateModules } from './late-modules.ts'
import { addPhases, NO_PHASES, sumOf } from './load-phases.ts'
import type { ModulePlace } from './place-module.ts'
import { addTimings, type Timing } from './time-of-timings.ts'
import { spansOf, type Trace, type TracedModule } from './trace.ts'

/** One module of one trace. */
export interface SeenModule extends ModulePlace {
  /** Key of what imported it first. */
  readonly parent?: string
  readonly specifier?: string
  readonly format?: string
  readonly bytes?: number
  readonly awaits?: true
  readonly phases: ModuleTime
}

/** What one trace says of the load. */
export interface SeenLoad {
  /** By keys that are the same in every environment. */
  readonly modules: ReadonlyMap<string, SeenModule>
  /** What no module took, and the runtime's own modules. */
  readonly other: Timing
  /** Keys of what passed in the first call. */
  readonly late: ReadonlySet<string>
}

/**
 * Reads one trace's load.
 * @param place says what a module is by its URL
 * @returns undefined where the load did not end
 */
export function readSeenLoad(trace: Trace, place: (url: string) => ModulePlace): SeenLoad | undefined {
  const { load } = spansOf(trace)
  if (!load) return undefined
  const account = accountTime(trace, load)
  const awaiting = new Set(trace.stamps.flatMap((stamp) => (stamp[1] === 'awaits' ? [stamp[2]] : [])))
  const late = [...lateModules(trace, account, place)]
  const modules = new Map<string, SeenModule>()
  let other: Timing = { ms: account.otherMs, waitedMs: account.otherWaitedMs }
  for (const [at, phases] of [...account.modules, ...late]) {
    const traced = trace.modules[at] as TracedModule
    const placed = place(traced.url)
    const known = modules.get(keyOf(placed))
    if (placed.kind === 'runtime')
      other = addTimings(other, { ms: sumOf(phases), waitedMs: sumOf(phases.waited ?? NO_PHASES) })
    // The same file under two queries is two modules to Node.
    else if (known) modules.set(keyOf(placed), { ...known, phases: addTimes(known.phases, phases) })
    else
      modules.set(keyOf(placed), {
        ...placed,
        ...factsOf(traced, place),
        ...(awaiting.has(at) && { awaits: true as const }),
        phases,
      })
  }
  const keyAt = (at: number) => keyOf(place((trace.modules[at] as TracedModule).url))
  return { modules, other, late: new Set(late.map(([at]) => keyAt(at))) }
}

function factsOf(
  { parent, specifier, format, bytes }: TracedModule,
  place: (url: string) => ModulePlace,
): Pick<SeenModule, 'parent' | 'specifier' | 'format' | 'bytes'> {
  const above = parent === undefined ? undefined : place(parent)
  return {
    ...(above && above.kind !== 'runtime' && { parent: keyOf(above) }),
    ...(specifier !== undefined && { specifier }),
    ...(format !== undefined && { format }),
    ...(bytes !== undefined && { bytes }),
  }
}

/** Two copies of a package have modules of one name. */
function keyOf({ name, folder = '' }: ModulePlace): string {
  return `${folder} ${name}`
}

function addTimes(one: ModuleTime, other: ModuleTime): ModuleTime {
  const waited = addPhases(one.waited ?? NO_PHASES, other.waited ?? NO_PHASES)
  return { ...addPhases(one, other), ...(sumOf(waited) > 0 && { waited }) }
}
