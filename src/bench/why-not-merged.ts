import { isDeepStrictEqual } from 'node:util'
import type { RunHeader } from '../core/run-file.ts'
import type { Target } from '../core/target.ts'
import { OF_ONE_RUN, type RunEnds } from './merge-parts.ts'

/**
 * Why runs cannot be joined, as parts of sentences; none where they can: all finished, each once, of one version, one
 * plan, the same functions.
 */
export function whyNotMerged(runs: readonly RunEnds[]): string[] {
  const [first, ...others] = runs
  const alone = runs.flatMap((run, index) => [...whyNotAny(run), ...whyNotTwice(run, runs.slice(0, index))])
  if (alone.length > 0 || !first) return alone
  return others.flatMap((other) => whyNotWith(first, other))
}

function whyNotAny({ word, header, footer }: RunEnds): string[] {
  if (header.parts) return [`${word} is merged already: merge the runs that it is made of`]
  if (!footer) return [`${word} is not finished: coldstart resume ${header.run}`]
  return footer.decision
    ? [`${word} went on until it was decided, and how often it looked is a matter of that run alone`]
    : []
}

function whyNotTwice({ word, name, header }: RunEnds, before: readonly RunEnds[]): string[] {
  const same = before.find((other) => other.header.run === header.run)
  if (same) return [`${same.word} and ${word} are the same run (${header.run})`]
  const namesake = name !== undefined && before.find((other) => other.name === name)
  return namesake ? [`two parts are called ${name}`] : []
}

function whyNotWith(first: RunEnds, other: RunEnds): string[] {
  const [a, b] = [first.header, other.header]
  const pair = `${first.word} and ${other.word}`
  if (a.tool.version !== b.tool.version)
    return [`${pair} were measured by coldstart ${a.tool.version} and ${b.tool.version}`]
  const keys = unlikeSettings(a, b)
  if (keys.length > 0) return [`${pair} are of different plans: they differ in ${keys.join(', ')}`]
  const [idsA, idsB] = [a, b].map(({ targets }) => targets.map(({ id }) => id))
  if (!isDeepStrictEqual(new Set(idsA), new Set(idsB)))
    return [`${pair} have other targets: ${idsA?.join(', ')} against ${idsB?.join(', ')}`]
  return a.targets.flatMap((target) => {
    const twin = b.targets.find(({ id }) => id === target.id) as Target
    const facts = unlikeFacts(factsOf(target, a), factsOf(twin, b))
    return facts.length > 0 ? [`${target.id} is another function in ${other.word}: ${facts.join(', ')}`] : []
  })
}

function unlikeSettings(a: RunHeader, b: RunHeader): string[] {
  const keys = [...new Set([...Object.keys(a.config), ...Object.keys(b.config)])]
  return keys
    .filter((key) => !OF_ONE_RUN.has(key))
    .filter((key) => !isDeepStrictEqual(comparable(key, a.config[key]), comparable(key, b.config[key])))
}

/** The hashes in addresses are of one project's salt, so addresses are compared without them. */
function comparable(key: string, value: unknown): unknown {
  if (key !== 'targets' || !Array.isArray(value)) return value
  return value.map(({ name, url }: { name: string; url: string }) => [name, withoutValues(url)])
}

function withoutValues(url: string): string {
  if (!URL.canParse(url)) return url
  const { origin, pathname, protocol } = new URL(url)
  return /^https?:$/.test(protocol) ? `${origin}${pathname}` : url
}

/** What makes a function the same one wherever it runs. */
function factsOf(target: Target, { deployments = [] }: RunHeader): Record<string, unknown> {
  const { provider, platform, url, memoryMb, runtime, architecture, replica, parameters, facts } = target
  const own = facts?.function
  return {
    provider,
    platform,
    address: platform === 'url' ? withoutValues(url) : undefined,
    memory: memoryMb,
    runtime,
    architecture,
    replica,
    parameters,
    contract: own?.contract,
    entry: own?.entry,
    export: own?.export,
    code: own?.sha256 ?? deployments.find(({ id }) => id === target.deployment)?.packageSha256,
  }
}

function unlikeFacts(a: Record<string, unknown>, b: Record<string, unknown>): string[] {
  return Object.keys(a)
    .filter((key) => !isDeepStrictEqual(a[key], b[key]))
    .map((key) => `${key} ${say(a[key])} against ${say(b[key])}`)
}

/** A hash is told apart by its beginning. */
function say(fact: unknown): string {
  if (fact === undefined) return 'not stated'
  const text = typeof fact === 'string' ? fact : JSON.stringify(fact)
  return /^[0-9a-f]{40,}$/i.test(text) ? text.slice(0, 12) : text
}
