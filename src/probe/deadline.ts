import { ProbeFailure, type Stage } from './classify-failure.ts'
import type { ProbeTimeouts } from './prober.ts'

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

/**
 * @param fail called at most once, with a ProbeFailure of kind `timeout` or with the signal's reason
 */
export function startDeadline(
  timeouts: Required<ProbeTimeouts>,
  fail: (reason: unknown) => void,
  signal?: AbortSignal,
): Deadline {
  let stage: Stage = 'dns'
  let stageTimer: NodeJS.Timeout | undefined
  const stop = () => {
    clearTimeout(stageTimer)
    clearTimeout(totalTimer)
    signal?.removeEventListener('abort', onAbort)
  }
  const end = (reason: unknown) => {
    stop()
    fail(reason)
  }
  const timeOut = (what: string, ms: number) => end(new ProbeFailure('timeout', `${what} within ${ms} ms.`))
  const onAbort = () => end(new ProbeFailure('reset', 'The measurement was interrupted.'))
  const totalTimer = setTimeout(
    () => timeOut(`${LIMITS[stage].what}; the request did not complete`, timeouts.totalMs),
    timeouts.totalMs,
  )
  signal?.addEventListener('abort', onAbort, { once: true })
  return {
    get stage() {
      return stage
    },
    enter(next) {
      const { key, what } = LIMITS[next]
      const sameLimit = stageTimer !== undefined && key === LIMITS[stage].key
      stage = next
      if (sameLimit) return
      clearTimeout(stageTimer)
      stageTimer = setTimeout(() => timeOut(what, timeouts[key]), timeouts[key])
    },
    stop,
  }
}
