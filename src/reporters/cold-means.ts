import { coldMeaning } from '../core/cold-meaning.ts'
import type { Result } from '../core/result.ts'
import { groupNames } from '../stats/result/target-group.ts'

/** What a cold start of a target is, where it is not the platform's own, by the name that tables have for the target. */
export function coldMeanings({ targets }: Pick<Result, 'targets'>): ReadonlyMap<string, string> {
  const names = groupNames(targets)
  return new Map(
    targets.flatMap(({ id, facts }) =>
      facts?.coldMeans === undefined ? [] : [[names.get(id) ?? id, facts.coldMeans] as const],
    ),
  )
}

/** One sentence for each thing that is called a cold start and is not the platform's own. */
export function meaningSentences(result: Pick<Result, 'targets'>): string[] {
  const targets = new Map<string, string[]>()
  for (const [name, means] of coldMeanings(result)) targets.set(means, [...(targets.get(means) ?? []), name])
  return [...targets].map(([means, names]) => `A ${coldMeaning(names.join(', '), means)}`)
}
