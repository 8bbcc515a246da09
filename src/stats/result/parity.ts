import { formatDuration } from '../../core/duration.ts'
import type { Environment } from '../../core/run-file.ts'
import type { Target } from '../../core/target.ts'

export const NO_ASYMMETRY = 'no asymmetry between the two is known'

type Fact = string | number | boolean | undefined

/** Words for a reader ← the names under which providers keep the fact in `details`. */
const DETAILS: Readonly<Record<string, readonly string[]>> = {
  plan: ['plan'],
  'production or preview': ['environment', 'production', 'stage'],
  'concurrency per instance': ['concurrencyPerInstance', 'concurrency', 'maxConcurrency'],
  CPU: ['cpu'],
  caching: ['caching'],
  handler: ['handlerSha256', 'handler'],
  package: ['packageSha256'],
  'run by': ['runtimeClient', 'launcher'],
}

/** Settings that only some platforms have: a difference only where both state them. */
const OWN_SETTINGS: Readonly<Record<string, string>> = {
  'Fluid compute': 'fluid',
  'start-up CPU boost': 'startupCpuBoost',
  sandbox: 'sandbox',
  'invoked by': 'mode',
}

/**
 * Known asymmetries between two targets, one line each, or the words that none is known. Only what is
 * recorded is compared: a fact that one side does not state is said to be unknown there.
 */
export function listAsymmetries(a: Target, b: Target, environment: Environment): string[] {
  return listDifferences(parityFacts(a, environment), parityFacts(b, environment))
}

export type ParityFacts = Readonly<Record<string, Fact>>

/** What `listAsymmetries` compares: label → value, undefined where it is not recorded. */
export function parityFacts({ details = {}, ...target }: Target, environment: Environment): ParityFacts {
  const first = (keys: readonly string[]) =>
    keys.map((key) => details[key]).find((fact) => fact !== undefined)
  const stated = Object.entries(DETAILS).map(([label, keys]): [string, Fact] => [
    label,
    sayDetail(first(keys)),
  ])
  const own = Object.entries(OWN_SETTINGS).map(([label, key]): [string, Fact] => [label, details[key]])
  const facts = Object.fromEntries([...stated, ...own])
  const runtimes = environment.runtimes ?? {}
  if (target.platform === 'local') facts['run by'] ??= runtimes[target.id] ?? runtimes[target.provider]
  return {
    'where it runs': { local: 'local engine', cloud: 'cloud', url: 'a URL' }[target.platform],
    region: target.region,
    memory: target.memoryMb === undefined ? undefined : `${target.memoryMb} MB`,
    runtime: target.runtime,
    architecture: target.architecture,
    ...facts,
  }
}

/** A hash is told apart by its beginning. */
function sayDetail(fact: Fact): Fact {
  return typeof fact === 'string' && /^[0-9a-f]{40,}$/i.test(fact) ? fact.slice(0, 12) : fact
}

export function listDifferences(a: ParityFacts, b: ParityFacts): string[] {
  const labels = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  const lines = labels
    .filter((label) => a[label] !== b[label])
    .filter((label) => !(label in OWN_SETTINGS) || (a[label] !== undefined && b[label] !== undefined))
    .map((label) => `${label}: ${say(a[label])} against ${say(b[label])}`)
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
