import type { SeriesEntry } from './series.ts'

/**
 * What differs between a run and the one before it beside the figures, in words: where the client ran, what the target
 * is, which revision; none of it is known to be the cause.
 */
export function whatAlsoChanged(before: SeriesEntry, after: SeriesEntry): string[] {
  const facts: [string, string | undefined, string | undefined][] = [
    ['revision', before.run.revision, after.run.revision],
    ['target', before.about.facts, after.about.facts],
    ['machine', before.run.machine, after.run.machine],
    ['Node', before.run.node, after.run.node],
    ['coldstart', before.run.tool, after.run.tool],
    ['place', before.run.place ?? 'not stated', after.run.place ?? 'not stated'],
  ]
  return facts.flatMap(([what, one, other]) =>
    one === other ? [] : [`${what}: ${one || 'not known'} → ${other || 'not known'}`],
  )
}
