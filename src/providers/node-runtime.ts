import { ColdstartError } from '../core/errors.ts'
import type { NodeRuntimes } from './provider-limits.ts'

/** What a runtime is chosen by. */
export interface RuntimeChoice {
  /** As the reader knows it: `Vercel`. */
  readonly provider: string
  readonly runtimes: NodeRuntimes
  /** Now, epoch ms: a version that has ended by then is not offered. */
  readonly wallMs: number
}

/**
 * The Node.js major version of a runtime: 24 from `24`, `24.x`, `node24`, `nodejs24.x`; the platform's default, of
 * those that live on the day, where none is wanted.
 * @throws ColdstartError `cannot-deploy` for another language, for a version that the platform does not run, and for
 * one that has ended
 */
export function nodeMajorOf(runtime: string | undefined, choice: RuntimeChoice): number {
  const alive = aliveMajors(choice)
  if (runtime === undefined) return alive[0] ?? Number.NaN
  const { provider, runtimes } = choice
  const major = Number(/^(?:node(?:js)?)?(\d+)(?:\.x)?$/i.exec(runtime)?.[1] ?? Number.NaN)
  if (alive.includes(major)) return major
  const known = runtimes.node.find((version) => version.major === major)
  const isNewer = runtimes.node.every((version) => version.major < major)
  if (!known && isNewer && runtimes.mayBeNewer) return major
  const versions = alive.map((version) => `nodejs${version}.x`).join(' or ')
  const reason = known
    ? `Node ${major} ended there on ${known.ends} (${runtimes.source}, read on ${runtimes.asOf})`
    : `it does not run ${runtime}`
  throw new ColdstartError('cannot-deploy', { provider, reason, hint: `Write ${versions}.` })
}

/** The versions that new functions may have on the day, the platform's default first. */
export function aliveMajors({ runtimes, wallMs }: Omit<RuntimeChoice, 'provider'>): readonly number[] {
  const lives = ({ ends }: NodeRuntimes['node'][number]) => ends === undefined || Date.parse(ends) > wallMs
  return runtimes.node.filter(lives).map(({ major }) => major)
}
