import { formatDuration } from '../../core/duration.ts'
import type { RunHeader } from '../../core/run-file.ts'
import type { Target } from '../../core/target.ts'

export const NO_ASYMMETRY = 'no asymmetry between the two is known'

type Fact = string | number | boolean | undefined

/** Facts that `details` may hold under these names, with the words for a reader. */
const DETAILS: Readonly<Record<string, string>> = {
  plan: 'plan',
  production: 'production',
  stage: 'production or preview',
  concurrency: 'concurrency per instance',
  cpu: 'CPU',
  launcher: 'launcher',
  caching: 'caching',
  handlerSha256: 'handler',
  packageSha256: 'package',
}

/**
 * Known asymmetries between two targets, one line each, or the words that none is known. Only what is
 * recorded is compared: a fact that one side does not state is said to be unknown there.
 */
export function listAsymmetries(
  a: Target,
  b: Target,
  header: Pick<RunHeader, 'environment' | 'deployments'>,
): string[] {
  return listDifferences(parityFacts(a, header), parityFacts(b, header))
}

/** What `listAsymmetries` compares: label → value, undefined where it is not recorded. */
export function parityFacts(
  target: Target,
  { environment, deployments }: Pick<RunHeader, 'environment' | 'deployments'>,
): Record<string, Fact> {
  const deployed = deployments?.find(({ id }) => id === target.deployment)
  const details = Object.entries(DETAILS).map(([key, label]): [string, Fact] => [
    label,
    target.details?.[key],
  ])
  const { packageSha256 } = deployed ?? {}
  const local = target.platform === 'local'
  return {
    'where it runs': { local: 'local engine', cloud: 'cloud', url: 'a URL' }[target.platform],
    region: target.region,
    memory: target.memoryMb === undefined ? undefined : `${target.memoryMb} MB`,
    runtime: target.runtime,
    architecture: target.architecture,
    ...Object.fromEntries(details),
    ...(packageSha256 ? { package: packageSha256.slice(0, 12) } : {}),
    ...(local
      ? { 'run by': environment.runtimes?.[target.provider] ?? environment.runtimes?.[target.id] }
      : {}),
  }
}

export function listDifferences(a: Record<string, Fact>, b: Record<string, Fact>): string[] {
  const labels = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  const lines = labels.flatMap((label) =>
    a[label] === b[label] ? [] : [`${label}: ${say(a[label])} against ${say(b[label])}`],
  )
  return lines.length > 0 ? lines : [NO_ASYMMETRY]
}

/** The line for two sides that were idle for different periods, or nothing. */
export function idleAsymmetry(a: number | undefined, b: number | undefined): string[] {
  if (a === b) return []
  const words = (idleMs: number | undefined) => (idleMs === undefined ? 'not stated' : formatDuration(idleMs))
  return [`idle period: ${words(a)} against ${words(b)}`]
}

function say(fact: Fact): string {
  if (fact === undefined) return 'not stated'
  if (typeof fact === 'boolean') return fact ? 'yes' : 'no'
  return String(fact)
}
