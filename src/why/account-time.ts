import type { LoadPhases } from '../core/load-report.ts'
import type { Span, Stamp, Trace, TracedPhase } from './trace.ts'

/** Where the time of a span went; everything together is the span. */
export interface Account {
  /** By index of the trace's modules; those that took no time in the span are not in it, unless it is not told. */
  readonly modules: ReadonlyMap<number, LoadPhases>
  /** No module was at work: Node's loader in the load, the handler in a call. */
  readonly otherMs: number
  /** The tracer's own work. */
  readonly tracingMs: number
}

const UNKNOWN = -1

interface Frame {
  module: number
  phase: TracedPhase
  /** Passed while it was not known which module it is for. */
  pendingMs: number
}

/** Gives each moment of a span to what was at work then: exclusive times, which sum to the span. */
export function accountTime(
  { stamps, modules = [] }: Pick<Trace, 'stamps'> & Partial<Pick<Trace, 'modules'>>,
  span: Span,
): Account {
  const book = openBook()
  let lastMs = span.fromMs
  for (const stamp of stamps) {
    const atMs = Math.min(Math.max(stamp[0], span.fromMs), span.toMs)
    book.pass(atMs - lastMs)
    lastMs = atMs
    book.take(stamp)
  }
  book.pass(span.toMs - lastMs)
  for (const [at, { metMs = -1 }] of modules.entries())
    if (metMs >= span.fromMs && metMs < span.toMs) book.note(at)
  return book.close()
}

type Modules = Map<number, Record<keyof LoadPhases, number>>

function addTo(modules: Modules, module: number, phase: Exclude<TracedPhase, 'tracing'>, ms: number): void {
  const phases = modules.get(module) ?? { resolveMs: 0, readMs: 0, compileMs: 0, evaluateMs: 0 }
  phases[`${phase}Ms`] += ms
  modules.set(module, phases)
}

function turnTo(modules: Modules, frame: Frame, module: number, phase: TracedPhase): void {
  if (phase !== 'tracing' && module !== UNKNOWN && frame.pendingMs > 0) {
    addTo(modules, module, 'resolve', frame.pendingMs)
    frame.pendingMs = 0
  }
  frame.module = module
  frame.phase = phase
}

function openBook() {
  const open = new Map<number, Frame>()
  const modules: Modules = new Map()
  let otherMs = 0
  let tracingMs = 0
  const top = () => [...open.values()].at(-1)

  const give = (frame: Frame | undefined, ms: number): void => {
    if (!(ms > 0)) return
    if (frame === undefined) otherMs += ms
    else if (frame.phase === 'tracing') tracingMs += ms
    else if (frame.module === UNKNOWN) frame.pendingMs += ms
    else addTo(modules, frame.module, frame.phase, ms)
  }
  return {
    pass: (ms: number) => give(top(), ms),
    take(stamp: Stamp) {
      if (stamp[1] === 'open') open.set(stamp[2], { module: stamp[3], phase: stamp[4], pendingMs: 0 })
      const frame = stamp[1] === 'turn' || stamp[1] === 'close' ? open.get(stamp[2]) : undefined
      if (frame && stamp[1] === 'turn') turnTo(modules, frame, stamp[3], stamp[4])
      if (frame && stamp[1] === 'close') {
        open.delete(stamp[2])
        // It was loaded before, so looking it up is the asking module's own affair.
        const asking = top()
        if (asking?.phase === 'evaluate' && asking.module !== UNKNOWN && frame.pendingMs > 0)
          addTo(modules, asking.module, 'resolve', frame.pendingMs)
        else give(asking, frame.pendingMs)
      }
    },
    /** That it was loaded, where it is not told how long it took. */
    note: (module: number) => addTo(modules, module, 'evaluate', 0),
    close: (): Account => {
      for (const { pendingMs } of open.values()) otherMs += pendingMs
      return { modules, otherMs, tracingMs }
    },
  }
}
