import type { Result } from '../../core/result.ts'
import { collectGroups } from './collect-groups.ts'
import type { TargetGroup } from './target-group.ts'

/** The groups behind a result document, from the samples it carries (inferred temperatures stay as they are). */
export function groupsOfResult({ targets, samples, ways }: Result): TargetGroup[] {
  return collectGroups(targets, samples, ways)
}
