import type { CallReport, Connection, ImportPlace, LoadPhases, LoadReport } from '../core/load-report.ts'
import { accountTime } from './account-time.ts'
import { lateModules } from './late-modules.ts'
import { sumOf } from './load-phases.ts'
import type { ModuleFacts } from './module-facts.ts'
import type { ModulePlace } from './place-module.ts'
import { type Span, spansOf, type Trace, type TracedModule } from './trace.ts'

/** What modules do while they are loaded, beside being loaded: of the trace in the middle, by how long its load took. */
export function duringLoad(traces: readonly Trace[]): Pick<LoadReport, 'connections' | 'workers'> {
  const trace = middleOf(traces, ({ load }) => load)
  const { load } = trace ? spansOf(trace) : {}
  if (!trace || !load) return {}
  const connections = connectionsIn(trace, load)
  const workers = trace.stamps.filter((stamp) => stamp[1] === 'worker' && isIn(load, stamp[0])).length
  return { ...(connections.length > 0 && { connections }), ...(workers > 0 && { workers }) }
}

/** The first and the second call of the trace in the middle, by how long the first one took. */
export async function callsOf(
  traces: readonly Trace[],
  place: (url: string, trace: Trace) => ModulePlace,
  facts: ModuleFacts,
): Promise<Pick<LoadReport, 'firstCall' | 'secondCall'>> {
  const called = traces.filter((trace) => spansOf(trace).calls.length > 1)
  const trace = middleOf(called, ({ calls }) => calls[0])
  if (!trace) return {}
  const { load, calls } = spansOf(trace)
  const [first, second] = calls as [Span, Span]
  const placed = (url: string) => place(url, trace)
  const late = load ? lateModules(trace, accountTime(trace, load), placed) : new Map<number, LoadPhases>()
  const read = (span: Span, fromMs: number) => readCall({ trace, place: placed, facts, late }, span, fromMs)
  // What was begun while it was loaded and was not waited for ends between load and call.
  const [firstCall, secondCall] = await Promise.all([
    read(first, load?.toMs ?? first.fromMs),
    read(second, second.fromMs),
  ])
  return { firstCall, secondCall }
}

function middleOf(
  traces: readonly Trace[],
  spanIn: (spans: ReturnType<typeof spansOf>) => Span | undefined,
): Trace | undefined {
  const timed = traces.flatMap((trace) => {
    const span = spanIn(spansOf(trace))
    return span ? [{ trace, ms: span.toMs - span.fromMs }] : []
  })
  return timed.sort((a, b) => a.ms - b.ms)[Math.floor((timed.length - 1) / 2)]?.trace
}

/** A trace whose calls are read. */
interface CalledTrace {
  readonly trace: Trace
  readonly place: (url: string) => ModulePlace
  readonly facts: ModuleFacts
  /** What the launcher loads in the first call: it is in the load already. */
  readonly late: ReadonlyMap<number, LoadPhases>
}

async function readCall(called: CalledTrace, call: Span, fromMs: number): Promise<CallReport> {
  const { trace, place, facts } = called
  const span = { fromMs, toMs: call.toMs }
  const loaded = await Promise.all(
    loadedIn(called, span).map(async ([at, phases]) => {
      const { url, parent, specifier } = trace.modules[at] as TracedModule
      const importer = parent === undefined ? undefined : place(parent)
      const importedBy: ImportPlace | undefined =
        importer && (await facts.placeOf({ ...importer, phases }, specifier))
      return { name: place(url).name, ms: sumOf(phases), ...(importedBy && { importedBy }) }
    }),
  )
  return {
    handlerMs: call.toMs - call.fromMs,
    loaded: loaded.sort((a, b) => b.ms - a.ms),
    connections: connectionsIn(trace, span),
  }
}

/** What the handler loads: what the launcher loads late is in the load already, or its own affair. */
function loadedIn({ trace, place, late }: CalledTrace, span: Span): [number, LoadPhases][] {
  return [...accountTime(trace, span).modules].filter(([at]) => {
    const { url, parent } = trace.modules[at] as TracedModule
    const isLaunchers = [url, parent].some(
      (one) => one !== undefined && ['launcher', 'runtime'].includes(place(one).kind),
    )
    return !isLaunchers && !late.has(at)
  })
}

function connectionsIn({ stamps }: Trace, span: Span): Connection[] {
  return stamps.flatMap((stamp): Connection[] => {
    if ((stamp[1] !== 'dns' && stamp[1] !== 'socket') || !isIn(span, stamp[0])) return []
    const [, kind, name, ms, failed] = stamp
    return [{ kind, name, ms, ...(failed !== undefined && { failed }) }]
  })
}

function isIn({ fromMs, toMs }: Span, atMs: number): boolean {
  return atMs >= fromMs && atMs <= toMs
}
