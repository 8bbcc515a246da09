import type { Stop } from '../cold/cold-way.ts'
import { wayNamed } from '../cold/find-way.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import type { Target } from '../core/target.ts'
import { groupOf } from '../core/target-groups.ts'
import type { PlanEstimate, Round } from './plan.ts'
import type { Lanes, lanesOfVisits } from './side-by-side.ts'

/** Durations of invocations an estimate is made with, ms; it is printed with them. Nothing measured is derived from them. */
export const assumedMs = {
  local: { cold: 150, warm: 10 },
  cloud: { cold: 1000, warm: 100 },
} as const

/** A visit that goes on while others begin. */
interface InLane {
  readonly provider: string
  readonly endMs: number
}

/** Plays a plan with assumed durations, in the same order, lanes and with the same idle clocks as a real run. */
export function estimateWall(
  rounds: readonly Round[],
  targets: readonly Target[],
  gaps: Pick<BenchConfig, 'warmGap' | 'replicaGap'>,
  lanesOf: ReturnType<typeof lanesOfVisits> = () => undefined,
): Pick<PlanEstimate, 'wallMs' | 'idle'> {
  const byId = new Map(targets.map((target) => [target.id, target]))
  const lastReplyMs = new Map<string, number>()
  const longestMs = new Map<number, number>()
  let running: InLane[] = []
  let [now, endMs] = [0, 0]
  let last: { readonly group: string | undefined } | undefined
  for (const visit of rounds.flatMap(({ visits }) => visits)) {
    const { target: id, way } = visit
    const target = byId.get(id)
    const lanes = lanesOf(visit)
    const forcedMs = (way && wayNamed(way.coldBy).estimate?.assumedMs[placeOf(target)]) ?? 0
    const group = target && groupOf(target)
    const gapMs = last && group !== undefined && (lanes || group === last.group) ? gaps.replicaGap : 0
    last = { group }
    const since = lastReplyMs.get(id) ?? 0
    const freeMs = lanes ? Math.max(now + gapMs, laneFreeMs(running, lanes)) : endMs + gapMs
    now = Math.max(freeMs + forcedMs, since + (way?.plannedIdleMs ?? 0))
    if (lastReplyMs.has(id)) noteIdle(longestMs, way?.plannedIdleMs, now - since)
    const replyMs = now + visitMs(visit, target, gaps)
    lastReplyMs.set(id, replyMs)
    endMs = Math.max(endMs, replyMs)
    running = lanes ? [...running.filter((one) => one.endMs > now), { ...lanes, endMs: replyMs }] : []
    if (!lanes) now = replyMs
  }
  const idle = [...longestMs].map(([plannedMs, longest]) => ({ plannedMs, longestMs: longest }))
  return { wallMs: endMs, idle: idle.sort((a, b) => a.plannedMs - b.plannedMs) }
}

function noteIdle(longestMs: Map<number, number>, plannedMs: number | undefined, idleMs: number): void {
  if (plannedMs !== undefined) longestMs.set(plannedMs, Math.max(longestMs.get(plannedMs) ?? 0, idleMs))
}

/** When one of a platform's lanes is free, ms. */
function laneFreeMs(running: readonly InLane[], { provider, width }: Lanes): number {
  const ends = running.filter((one) => one.provider === provider).map((one) => one.endMs)
  return ends.length < width ? 0 : (ends.sort((a, b) => a - b)[ends.length - width] as number)
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
