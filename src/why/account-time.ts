import type { LoadPhases } from '../core/load-report.ts'
import { addTimings, type Timing } from './time-of-timings.ts'
import type { Span, Stamp, Trace, TracedPhase } from './trace.ts'

/** Exclusive times of one module, ms of the clock. */
export interface ModuleTime extends LoadPhases {
  /** Of each, what it was ready to run for while another process had the processor; left out for none. */
  readonly waited?: LoadPhases
}

/** Where the time of a span went; everything together is the span. */
export interface Account {
  /** By index of the trace's modules; those that took no time in the span are not in it, unless it is not told. */
  readonly modules: ReadonlyMap<number, ModuleTime>
  /** No module was at work: Node's loader in the load, the handler in a call. */
  readonly otherMs: number
  /** Of that, what passed while another process had the processor. */
  readonly otherWaitedMs: number
  /** The tracer's own work. */
  readonly tracingMs: number
}

const UNKNOWN = -1

interface Frame {
  module: number
  phase: TracedPhase
  /** Passed while it was not known which module it is for. */
  pending: Timing
}

const NOTHING: Timing = { ms: 0, waitedMs: 0 }

/** Gives each moment of a span to what was at work then: exclusive times, which sum to the span. */
export function accountTime(
  { stamps, modules = [] }: Pick<Trace, 'stamps'> & Partial<Pick<Trace, 'modules'>>,
  span: Span,
): Account {
  const book = openBook()
  let lastMs = span.fromMs
  let isAsking = false
  for (const stamp of stamps) {
    const atMs = Math.min(Math.max(stamp[0], span.fromMs), span.toMs)
    const ms = atMs - lastMs
    const isWait = stamp[1] === 'waited'
    if (isAsking) book.trace(ms)
    else book.pass({ ms, waitedMs: isWait ? Math.min(ms, stamp[2]) : 0 })
    isAsking = isWait
    lastMs = atMs
    book.take(stamp)
  }
  book.pass({ ms: span.toMs - lastMs, waitedMs: 0 })
  for (const [at, { metMs = -1 }] of modules.entries())
    if (metMs >= span.fromMs && metMs < span.toMs) book.note(at)
  return book.close()
}

type Phases = Record<keyof LoadPhases, number>
type Modules = Map<number, Phases & { waited?: Phases }>

const noPhases = (): Phases => ({ resolveMs: 0, readMs: 0, compileMs: 0, evaluateMs: 0 })

function addTo(
  modules: Modules,
  module: number,
  phase: Exclude<TracedPhase, 'tracing'>,
  { ms, waitedMs }: Timing,
): void {
  const phases: Phases & { waited?: Phases } = modules.get(module) ?? noPhases()
  phases[`${phase}Ms`] += ms
  if (waitedMs > 0) {
    phases.waited ??= noPhases()
    phases.waited[`${phase}Ms`] += waitedMs
  }
  modules.set(module, phases)
}

function turnTo(modules: Modules, frame: Frame, module: number, phase: TracedPhase): void {
  if (phase !== 'tracing' && module !== UNKNOWN && frame.pending.ms > 0) {
    addTo(modules, module, 'resolve', frame.pending)
    frame.pending = NOTHING
  }
  frame.module = module
  frame.phase = phase
}

/** What goes on is at work before all that waits. */
function bringUp(open: Map<number, Frame>, at: number): void {
  const frame = open.get(at)
  if (!frame) return
  open.delete(at)
  open.set(at, frame)
}

/** Of what is looked up and was loaded before: that is the asking module's own affair. */
function isBody(asking: Frame | undefined): asking is Frame {
  return asking?.phase === 'evaluate' && asking.module !== UNKNOWN
}

function openBook() {
  const open = new Map<number, Frame>()
  const modules: Modules = new Map()
  let other = NOTHING
  let tracingMs = 0
  const top = () => [...open.values()].at(-1)

  const give = (frame: Frame | undefined, passed: Timing): void => {
    if (!(passed.ms > 0)) return
    if (frame === undefined) other = addTimings(other, passed)
    else if (frame.phase === 'tracing') tracingMs += passed.ms
    else if (frame.module === UNKNOWN) frame.pending = addTimings(frame.pending, passed)
    else addTo(modules, frame.module, frame.phase, passed)
  }
  return {
    pass: (passed: Timing) => give(top(), passed),
    trace: (ms: number) => {
      tracingMs += ms
    },
    take(stamp: Stamp) {
      if (stamp[1] === 'open') open.set(stamp[2], { module: stamp[3], phase: stamp[4], pending: NOTHING })
      if (stamp[1] === 'resume') bringUp(open, stamp[2])
      const frame = stamp[1] === 'turn' || stamp[1] === 'close' ? open.get(stamp[2]) : undefined
      if (frame && stamp[1] === 'turn') turnTo(modules, frame, stamp[3], stamp[4])
      if (frame && stamp[1] === 'close') {
        open.delete(stamp[2])
        const asking = top()
        if (frame.pending.ms > 0 && isBody(asking)) addTo(modules, asking.module, 'resolve', frame.pending)
        else give(asking, frame.pending)
      }
    },
    /** That it was loaded, where it is not told how long it took. */
    note: (module: number) => addTo(modules, module, 'evaluate', NOTHING),
    close: (): Account => {
      for (const { pending } of open.values()) other = addTimings(other, pending)
      return { modules, otherMs: other.ms, otherWaitedMs: other.waitedMs, tracingMs }
    },
  }
}
