import { wayNamed } from '../cold/find-way.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import type { Target } from '../core/target.ts'
import { groupOf } from '../core/target-groups.ts'
import type { Round } from './plan.ts'

/** Durations of invocations an estimate is made with, ms; it is printed with them. Nothing measured is derived from them. */
export const assumedMs = {
  local: { cold: 250, warm: 5 },
  cloud: { cold: 1000, warm: 100 },
} as const

/** How long a plan takes, ms: plays it with assumed durations, in the same order and with the same idle clocks as a real run. */
export function estimateWallMs(
  rounds: readonly Round[],
  targets: readonly Target[],
  gaps: Pick<BenchConfig, 'warmGap' | 'replicaGap'>,
): number {
  const byId = new Map(targets.map((target) => [target.id, target]))
  const lastReplyMs = new Map<string, number>()
  let now = 0
  let lastGroup: string | undefined
  for (const { target: id, way, cold, warm } of rounds.flatMap(({ visits }) => visits)) {
    const target = byId.get(id)
    const where = target?.platform === 'local' ? 'local' : 'cloud'
    const readyMs = (lastReplyMs.get(id) ?? 0) + (way?.plannedIdleMs ?? 0)
    const forcedMs = (way && wayNamed(way.coldBy).estimate?.assumedMs[where]) ?? 0
    const group = target && groupOf(target)
    const gapMs = group !== undefined && group === lastGroup ? gaps.replicaGap : 0
    lastGroup = group
    now = Math.max(now + gapMs + forcedMs, readyMs)
    now += Math.min(cold, 1) * assumedMs[where].cold + warm * (assumedMs[where].warm + gaps.warmGap)
    lastReplyMs.set(id, now)
  }
  return now
}
