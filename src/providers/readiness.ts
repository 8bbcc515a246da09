import { isColdstartError } from '../core/errors.ts'

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

/** What a look at an account finds; where it fails by an error of ours, that is the one thing found. */
export async function orProblem(look: () => Promise<Readiness>): Promise<Readiness> {
  try {
    return await look()
  } catch (error) {
    if (!isColdstartError(error)) throw error
    const name = error.code === 'no-credentials' ? 'credentials' : 'API'
    return { ready: false, checks: [{ name, state: 'problem', found: error.message, remedy: error.hint }] }
  }
}
