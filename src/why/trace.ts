/** A module as the tracer met it. */
export interface TracedModule {
  readonly url: string
  /** URL of the module that asked for it first. */
  readonly parent?: string
  readonly specifier?: string
  readonly format?: string
  readonly bytes?: number
  /** When it was loaded, where no stamp tells of it: Node 20 has none of JSON that is imported. */
  readonly metMs?: number
}

/**
 * What happened when, ms since the process began. Frames lie in each other: what passes belongs to the one that was
 * opened last and is still open. A frame is opened for a module in a phase and turns to other phases, or to a module
 * once it is known which (−1 until then).
 */
export type Stamp =
  | readonly [atMs: number, what: 'open' | 'turn', frame: number, module: number, phase: TracedPhase]
  /** `resume`: a body that had waited goes on, before all that was opened behind it. */
  | readonly [atMs: number, what: 'close' | 'resume', frame: number]
  | readonly [atMs: number, what: 'awaits', module: number]
  /**
   * Of what has passed since the stamp before, ms in which another process had the processor; Linux tells. What passes
   * until the stamp behind it is the tracer's own work.
   */
  | readonly [atMs: number, what: 'waited', ms: number]
  | readonly [
      atMs: number,
      what: 'moment',
      moment: 'load' | 'loaded' | 'invoke' | 'answered',
      /** For which its event loop had nothing to do since the process began. */
      idleMs?: number,
    ]
  | readonly [atMs: number, what: 'dns' | 'socket', name: string, tookMs: number, failed?: string]
  | readonly [atMs: number, what: 'worker']

/** `tracing` is the tracer's own work. */
export type TracedPhase = 'resolve' | 'read' | 'compile' | 'evaluate' | 'tracing'

/** What src/engine/runtime/trace-loads.ts writes of one process. */
export interface Trace {
  readonly node: string
  /** `evaluation`: of ES modules this Node tells nothing else. */
  readonly esm: 'all' | 'evaluation'
  readonly taskRoot: string
  readonly modules: readonly TracedModule[]
  readonly stamps: readonly Stamp[]
}

/** A time between two moments, ms since the process began. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** Of the load, the time in which the event loop waited: for the thread of the hooks, on Node 20. */
export function idleInLoadMs({ stamps }: Trace): number | undefined {
  const idleAt = (wanted: string) =>
    stamps.flatMap((stamp) => (stamp[1] === 'moment' && stamp[2] === wanted ? [stamp[3]] : []))[0]
  const [from, to] = [idleAt('load'), idleAt('loaded')]
  return from === undefined || to === undefined ? undefined : to - from
}

/** The load and the invocations that were answered, in their order. */
export function spansOf({ stamps }: Trace): { readonly load?: Span; readonly calls: readonly Span[] } {
  const moments = stamps.flatMap((stamp) =>
    stamp[1] === 'moment' ? [{ atMs: stamp[0], moment: stamp[2] }] : [],
  )
  const at = (wanted: string) => moments.filter(({ moment }) => moment === wanted).map(({ atMs }) => atMs)
  const [from, to] = [at('load')[0], at('loaded')[0]]
  const begun = at('invoke')
  const calls = at('answered').map((toMs, index) => ({ fromMs: begun[index] ?? toMs, toMs }))
  return { ...(from !== undefined && to !== undefined && { load: { fromMs: from, toMs: to } }), calls }
}
