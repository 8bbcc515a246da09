import { formatDuration } from '../../core/duration.ts'
import type { Environment } from '../../core/run-file.ts'
import type { Target } from '../../core/target.ts'
import { elsewhereOf, environmentOf, type Surroundings } from './machine.ts'

/** What is said where nothing differs that is known to matter. */
export const NO_ASYMMETRY = 'as far as is known, the two were measured under the same conditions'
/** Of two targets of a merged run: each run is one draw, so nothing of this kind says what made them differ. */
export const IN_A_RUN_EACH = 'measured in a run each, not in the same rounds'

type Fact = string | number | boolean | undefined

/** Words for a reader ← the fact that every platform may state. */
const LABELS = {
  plan: 'plan',
  stage: 'production or preview',
  concurrencyPerInstance: 'concurrency per instance',
  cpu: 'CPU',
  disk: 'disk',
  caching: 'caching',
  handler: 'handler',
  packageSha256: 'package',
  runBy: 'run by',
} as const

/**
 * Known asymmetries between two targets, one line each, or the words that none is known. Only what is
 * recorded is compared: a fact that one side does not state is said to be unknown there.
 */
export function listAsymmetries(a: Target, b: Target, run: Surroundings): string[] {
  const [hereA, hereB] = [environmentOf(run, a), environmentOf(run, b)]
  const found = listDifferences(parityFacts(a, hereA), parityFacts(b, hereB))
  if (a.part === b.part) return found
  const runOf = ({ part }: Target) => run.parts?.find(({ name }) => name === part)?.run
  const apart =
    runOf(a) === runOf(b)
      ? `measured from ${a.part} and from ${b.part}, one idle period after the other`
      : IN_A_RUN_EACH
  return [apart, ...elsewhereOf(hereA, hereB), ...found.filter((line) => line !== NO_ASYMMETRY)]
}

/** What is compared of two targets, by its label. */
export type ParityFacts = Readonly<Record<string, Fact>>

/**
 * What `listAsymmetries` compares: label → value, undefined where it is not recorded. Settings that only some
 * platforms have are there only where they are stated.
 */
export function parityFacts(target: Target, environment: Environment): ParityFacts {
  const { own = {}, ...stated } = target.facts?.parity ?? {}
  const keys = Object.keys(LABELS) as (keyof typeof LABELS)[]
  const facts: Record<string, Fact> = { ...own }
  for (const key of keys) facts[LABELS[key]] = sayFact(stated[key])
  const { adapter } = target.facts?.function ?? {}
  if (adapter !== undefined) facts.adapter = adapter
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
function sayFact(fact: Fact): Fact {
  return typeof fact === 'string' && /^[0-9a-f]{40,}$/i.test(fact) ? fact.slice(0, 12) : fact
}

/** One line for each label under which the two say different things. */
export function listDifferences(a: ParityFacts, b: ParityFacts): string[] {
  const labels = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  const lines = labels
    .filter((label) => a[label] !== b[label])
    // A setting that only one of the platforms has is no difference between the two.
    .filter((label) => label in a && label in b)
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
