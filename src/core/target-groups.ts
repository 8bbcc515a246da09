import type { Target } from './target.ts'

/** The name replicas are summarised under. */
export function groupOf(target: Target): string {
  return target.group ?? target.id
}

/** Targets by the name they are summarised under, in the order in which they come. */
export function groupTargets(targets: readonly Target[]): Map<string, Target[]> {
  const groups = new Map<string, Target[]>()
  for (const target of targets) {
    const group = groups.get(groupOf(target))
    if (group) group.push(target)
    else groups.set(groupOf(target), [target])
  }
  return groups
}
