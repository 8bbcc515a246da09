import type { Result } from '../../core/result.ts'
import { commonOf, tablesOfWaits } from './measured-waits.ts'
import { collectGroups, type TargetGroup } from './target-group.ts'

/** The groups behind a result, from its samples or waits (inferred temperatures stay as they are). */
export function groupsOfResult(result: Result): TargetGroup[] {
  const { targets, samples, waits, ways } = result
  if (samples.length > 0) return collectGroups(targets, samples, ways)
  return tablesOfWaits(targets, waits, commonOf(result)).collect(ways)
}
