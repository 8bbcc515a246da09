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
 * @param fail called at most once, with a ProbeFailure of kind `timeout` or with the signal's reason
 */
export function startDeadline(
  timeouts: Required<ProbeTimeouts>,
  fail: (reason: unknown) => void,
  signal?: StopSignal,
): Deadline {
  return new RunningDeadline(timeouts, fail, signal)
}

/** One timer, which is not set anew for each stage: it comes when the first limit could be over, and again when one is. */
class RunningDeadline implements Deadline {
  readonly #timeouts: Required<ProbeTimeouts>
  readonly #fail: (reason: unknown) => void
  readonly #signal: StopSignal | undefined
  readonly #totalDueMs: number
  #stageDueMs = Number.POSITIVE_INFINITY
  #stage: Stage = 'dns'
  #timer: NodeJS.Timeout | undefined
  #timerDueMs = Number.POSITIVE_INFINITY

  constructor(timeouts: Required<ProbeTimeouts>, fail: (reason: unknown) => void, signal?: StopSignal) {
    const { connectMs, tlsMs, waitMs, downloadMs, totalMs } = timeouts
    const startedMs = now()
    this.#timeouts = timeouts
    this.#fail = fail
    this.#signal = signal
    this.#totalDueMs = startedMs + totalMs
    this.#setTimer(startedMs + Math.min(connectMs, tlsMs, waitMs, downloadMs, totalMs), startedMs)
    signal?.addEventListener('abort', this.#onAbort, { once: true })
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
    if (this.#stageDueMs < this.#timerDueMs) this.#setTimer(this.#stageDueMs, nowMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timerDueMs = Number.NEGATIVE_INFINITY
    this.#signal?.removeEventListener('abort', this.#onAbort)
  }

  #setTimer(dueMs: number, nowMs: number): void {
    clearTimeout(this.#timer)
    this.#timerDueMs = dueMs
    this.#timer = setTimeout(this.#onTimer, Math.ceil(dueMs - nowMs))
  }

  readonly #onTimer = () => {
    const nowMs = now()
    const { what, key } = LIMITS[this.#stage]
    const dueMs = Math.min(this.#stageDueMs, this.#totalDueMs)
    if (dueMs - nowMs > EARLY_MS) this.#setTimer(dueMs, nowMs)
    else if (this.#stageDueMs <= this.#totalDueMs) this.#timeOut(what, this.#timeouts[key])
    else this.#timeOut(`${what}; the request did not complete`, this.#timeouts.totalMs)
  }

  readonly #onAbort = () => this.#end(new ProbeFailure('reset', 'The measurement was interrupted.'))

  #timeOut(what: string, ms: number): void {
    this.#end(new ProbeFailure('timeout', `${what} within ${ms} ms.`))
  }

  #end(reason: ProbeFailure): void {
    this.stop()
    this.#fail(reason)
  }
}
