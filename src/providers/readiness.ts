/** Whether a deployment would succeed, as `Connection.check` finds it. */
export interface Readiness {
  readonly ready: boolean
  readonly account?: string
  readonly checks: readonly ReadinessCheck[]
}

/** One thing that was looked at. */
export interface ReadinessCheck {
  readonly name: string
  readonly state: 'ok' | 'warning' | 'problem'
  readonly found: string
  /** The one thing to do, for anything that is not ok. */
  readonly remedy?: string
}
