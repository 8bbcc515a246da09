import { ColdstartError } from '../core/errors.ts'

/**
 * The Node.js major version of a runtime: 24 from `24`, `24.x`, `node24`, `nodejs24.x`.
 * @param supported majors that the platform runs, the default first
 * @throws ColdstartError `cannot-deploy` for another language or a version that the platform does not run
 */
export function nodeMajorOf(
  runtime: string | undefined,
  supported: readonly number[],
  provider: string,
): number {
  if (runtime === undefined) return supported[0] ?? Number.NaN
  const major = Number(/^(?:node(?:js)?)?(\d+)(?:\.x)?$/i.exec(runtime)?.[1] ?? Number.NaN)
  if (supported.includes(major)) return major
  const hint = `Write ${supported.map((version) => `nodejs${version}.x`).join(' or ')}.`
  throw new ColdstartError('cannot-deploy', { provider, reason: `it does not run ${runtime}`, hint })
}
