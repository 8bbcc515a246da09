import { list } from './name-list.ts'

const DIVIDER = ': '

/** Lines `target: what is said of it`, those that say the same as one: `a, b and c: …`. In the order of their first. */
export function groupLikeLines(lines: readonly string[]): string[] {
  const targets = new Map<string, string[]>()
  for (const line of lines) {
    const at = line.indexOf(DIVIDER)
    const said = line.slice(at)
    targets.set(said, [...(targets.get(said) ?? []), line.slice(0, Math.max(at, 0))])
  }
  return [...targets].map(([said, names]) => list(names) + said)
}
