import type { SeriesEntry } from './series.ts'

/**
 * What differs between a run and the one before it beside the figures, in words: where the client ran, what the target
 * is, which revision; none of it is known to be the cause.
 */
export function whatAlsoChanged(before: SeriesEntry, after: SeriesEntry): string[] {
  const [one, other] = [before.run.about, after.run.about]
  const facts: [string, string | undefined, string | undefined][] = [
    ['revision', before.run.revision, after.run.revision],
    ['target', before.target.facts, after.target.facts],
    ['machine', one.machine, other.machine],
    ['Node', one.node, other.node],
    ['coldstart', one.tool, other.tool],
    ['place', one.place ?? 'not stated', other.place ?? 'not stated'],
  ]
  return facts.flatMap(([what, was, is]) =>
    was === is ? [] : [`${what}: ${was || 'not known'} → ${is || 'not known'}`],
  )
}
