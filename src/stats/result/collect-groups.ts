import type { Sample, WayFacts } from '../../core/sample.ts'
import type { Target } from '../../core/target.ts'
import { groupOf } from '../../core/target-groups.ts'
import { SampleTable } from './sample-table.ts'
import { collectGroup, type TargetGroup } from './target-group.ts'

/** Target id → the group it is reported under. */
export function groupNames(targets: readonly Target[]): ReadonlyMap<string, string> {
  return new Map(targets.map((target) => [target.id, groupOf(target)]))
}

/**
 * Sorts samples into one table per target group and collects what summaries are made of, in the order of
 * the targets. Samples of a target that is not listed are left out.
 * @throws ColdstartError `not-a-number`
 */
export function collectGroups(
  targets: readonly Target[],
  samples: Iterable<Sample>,
  ways?: readonly WayFacts[],
): TargetGroup[] {
  const tables = new GroupTables(targets)
  for (const sample of samples) tables.add(sample)
  return tables.collect(ways)
}

/** Tables that are filled sample by sample, for a run too long to hold. */
export class GroupTables {
  readonly #targets: readonly Target[]
  readonly #names: ReadonlyMap<string, string>
  readonly #tables: ReadonlyMap<string, SampleTable>

  constructor(targets: readonly Target[]) {
    this.#targets = targets
    this.#names = groupNames(targets)
    this.#tables = new Map([...this.#names.values()].map((name) => [name, new SampleTable()]))
  }

  add(sample: Sample): void {
    this.#tables.get(this.#names.get(sample.target) ?? '')?.add(sample)
  }

  collect(ways?: readonly WayFacts[]): TargetGroup[] {
    return [...this.#tables].flatMap(([name, table]) => {
      const target = this.#targets.find((candidate) => groupOf(candidate) === name)
      return target ? [collectGroup(target, table, ways)] : []
    })
  }
}
