import type { Stop } from '../cold/cold-way.ts'
import { wayNamed } from '../cold/find-way.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import type { Target } from '../core/target.ts'
import { groupOf } from '../core/target-groups.ts'
import type { PlanEstimate, Round } from './plan.ts'

/** Durations of invocations an estimate is made with, ms; it is printed with them. Nothing measured is derived from them. */
export const assumedMs = {
  local: { cold: 150, warm: 10 },
  cloud: { cold: 1000, warm: 100 },
} as const

/** Plays a plan with assumed durations, in the same order and with the same idle clocks as a real run. */
export function estimateWall(
  rounds: readonly Round[],
  targets: readonly Target[],
  gaps: Pick<BenchConfig, 'warmGap' | 'replicaGap'>,
): Pick<PlanEstimate, 'wallMs' | 'idle'> {
  const byId = new Map(targets.map((target) => [target.id, target]))
  const lastReplyMs = new Map<string, number>()
  const longestMs = new Map<number, number>()
  let now = 0
  let lastGroup: string | undefined
  for (const visit of rounds.flatMap(({ visits }) => visits)) {
    const { target: id, way } = visit
    const target = byId.get(id)
    const forcedMs = (way && wayNamed(way.coldBy).estimate?.assumedMs[placeOf(target)]) ?? 0
    const group = target && groupOf(target)
    const gapMs = group !== undefined && group === lastGroup ? gaps.replicaGap : 0
    lastGroup = group
    const since = lastReplyMs.get(id) ?? 0
    now = Math.max(now + gapMs + forcedMs, since + (way?.plannedIdleMs ?? 0))
    if (way?.plannedIdleMs !== undefined && lastReplyMs.has(id))
      longestMs.set(way.plannedIdleMs, Math.max(longestMs.get(way.plannedIdleMs) ?? 0, now - since))
    now += visitMs(visit, target, gaps)
    lastReplyMs.set(id, now)
  }
  const idle = [...longestMs].map(([plannedMs, longest]) => ({ plannedMs, longestMs: longest }))
  return { wallMs: now, idle: idle.sort((a, b) => a.plannedMs - b.plannedMs) }
}

/** How long the requests of one visit are assumed to take, ms. */
export function visitMs(
  { cold, warm }: Stop,
  target: Target | undefined,
  { warmGap }: Pick<BenchConfig, 'warmGap'>,
): number {
  const assumed = assumedMs[placeOf(target)]
  return Math.min(cold, 1) * assumed.cold + warm * (assumed.warm + warmGap)
}

function placeOf(target: Target | undefined): keyof typeof assumedMs {
  return target?.platform === 'local' ? 'local' : 'cloud'
}
