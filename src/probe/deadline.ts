import { ProbeFailure, type Stage } from './classify-failure.ts'
import type { ProbeTimeouts, StopSignal } from './prober.ts'
import { now } from './wall-clock.ts'

/** Watches one exchange: a limit for the stage it is in, one for all of it, and the caller's signal. */
export interface Deadline {
  /** The stage begins now and may last as long as its own limit says. */
  enter(stage: Stage): void
  readonly stage: Stage
  stop(): void
}

const LIMITS: Record<Stage, { readonly key: keyof ProbeTimeouts; readonly what: string }> = {
  dns: { key: 'connectMs', what: 'The host name was not resolved' },
  connect: { key: 'connectMs', what: 'No TCP connection was made' },
  tls: { key: 'tlsMs', what: 'The TLS handshake did not end' },
  wait: { key: 'waitMs', what: 'No byte of a reply came' },
  download: { key: 'downloadMs', what: 'The reply did not end' },
}

/** A timer of Node may be called this much before its time by the finer clock. */
const EARLY_MS = 1

/**
 * @param fail called at most once and not before the next microtask: with a ProbeFailure of kind `timeout`, or of kind
 *   `reset` where the signal is aborted, or was before
 * @param spentMs of the limit for all of it, before now
 */
export function startDeadline(
  timeouts: Required<ProbeTimeouts>,
  fail: (reason: unknown) => void,
  signal?: StopSignal,
  spentMs = 0,
): Deadline {
  return new RunningDeadline(timeouts, fail, signal, spentMs)
}

/**
 * Those under way. One timer is for all of them, since most are stopped long before their time: it is set for the first
 * that could be over, and left as it is when that one is stopped.
 */
const underWay = new Set<RunningDeadline>()
let timer: NodeJS.Timeout | undefined
let timerDueMs = Number.POSITIVE_INFINITY

function lookAt(dueMs: number, nowMs: number): void {
  if (dueMs >= timerDueMs) return
  clearTimeout(timer)
  timerDueMs = dueMs
  // What is under way has a socket or a look-up open, by which the process lives; once it has not, nobody waits.
  timer = setTimeout(lookAtAll, Math.ceil(dueMs - nowMs)).unref()
}

function lookAtAll(): void {
  timerDueMs = Number.POSITIVE_INFINITY
  const nowMs = now()
  // What one does when it fails may stop another, which is then passed over.
  for (const deadline of underWay) deadline.look(nowMs)
}

class RunningDeadline implements Deadline {
  readonly #timeouts: Required<ProbeTimeouts>
  readonly #fail: (reason: unknown) => void
  readonly #signal: StopSignal | undefined
  readonly #totalDueMs: number
  #stageDueMs = Number.POSITIVE_INFINITY
  #stage: Stage = 'dns'

  constructor(
    timeouts: Required<ProbeTimeouts>,
    fail: (reason: unknown) => void,
    signal: StopSignal | undefined,
    spentMs: number,
  ) {
    const nowMs = now()
    this.#timeouts = timeouts
    this.#fail = fail
    this.#signal = signal
    this.#totalDueMs = nowMs + Math.max(1, timeouts.totalMs - spentMs)
    underWay.add(this)
    lookAt(this.#totalDueMs, nowMs)
    signal?.addEventListener('abort', this.#onAbort, { once: true })
    // A request of a burst that waits for its turn has no deadline which would have heard of it.
    if (signal?.aborted) queueMicrotask(this.#onAbort)
  }

  get stage(): Stage {
    return this.#stage
  }

  enter(next: Stage): void {
    const { key } = LIMITS[next]
    const isSameLimit = Number.isFinite(this.#stageDueMs) && key === LIMITS[this.#stage].key
    this.#stage = next
    if (isSameLimit) return
    const nowMs = now()
    this.#stageDueMs = nowMs + this.#timeouts[key]
    if (underWay.has(this)) lookAt(this.#stageDueMs, nowMs)
  }

  stop(): void {
    underWay.delete(this)
    this.#signal?.removeEventListener('abort', this.#onAbort)
  }

  /** Fails where its time is over, else has itself looked at again. */
  look(nowMs: number): void {
    const { what, key } = LIMITS[this.#stage]
    const dueMs = Math.min(this.#stageDueMs, this.#totalDueMs)
    if (dueMs - nowMs > EARLY_MS) lookAt(dueMs, nowMs)
    else if (this.#stageDueMs <= this.#totalDueMs) this.#timeOut(what, this.#timeouts[key])
    else this.#timeOut(`${what}; the request did not complete`, this.#timeouts.totalMs)
  }

  readonly #onAbort = () => {
    if (underWay.has(this)) this.#end(new ProbeFailure('reset', 'The measurement was interrupted.'))
  }

  #timeOut(what: string, ms: number): void {
    this.#end(new ProbeFailure('timeout', `${what} within ${ms} ms.`))
  }

  #end(reason: ProbeFailure): void {
    this.stop()
    this.#fail(reason)
  }
}
