import type { TargetGroup } from '../result/target-group.ts'

/** What a comparison needs of a group: its waits, and not the table that they were collected from. */
export interface ComparedGroup extends Pick<TargetGroup, 'name' | 'target' | 'coldWays' | 'warm'> {
  /** Cold starts whose temperature was inferred. */
  readonly inferredColds: number
}

/** A group without its table, so that the samples of one side are free again before the next is read. */
export function comparedGroup({ name, target, coldWays, warm, table }: TargetGroup): ComparedGroup {
  const inferredIn = (rows: Uint32Array) =>
    rows.reduce((count, row) => count + (table.kindAt(row).inferred ? 1 : 0), 0)
  const inferredColds = coldWays.reduce((count, { coldRows }) => count + inferredIn(coldRows), 0)
  return { name, target, coldWays, warm, inferredColds }
}
