/**
 * The only source of time for inner code. `monotonicMs` is for durations (milliseconds, float64,
 * arbitrary origin); `wallMs` is for stamps (epoch milliseconds) and for deadlines that must survive a restart.
 */
export interface Clock {
  monotonicMs(): number
  wallMs(): number
  /** Resolves after `ms`, or rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The wall clock as it is written everywhere: ISO 8601, UTC. */
export function isoNow(clock: Clock): string {
  return new Date(clock.wallMs()).toISOString()
}
