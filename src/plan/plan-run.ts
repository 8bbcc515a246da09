import type { BenchConfig } from '../config/bench-config.ts'
import type { Target } from '../core/target.ts'
import { keepAliveMakers } from './keep-alive-rounds.ts'
import type { LimitsByProvider } from './limits.ts'
import { makePlan } from './make-plan.ts'
import type { Plan, RoundMaker } from './plan.ts'

/** What a run does: a plan that is known beforehand, or one whose rounds are made on the way. */
export interface PlannedRun {
  readonly plan: Plan
  readonly makers?: readonly RoundMaker[]
}

/** Looks that a search usually needs at each replica; only for progress. */
const USUAL_LOOKS = 12

/**
 * The plan that a configuration asks for; the same for a run that starts and one that is resumed.
 * @throws ColdstartError `bad-arguments` when the configuration contradicts itself
 */
export function planRun(
  config: BenchConfig,
  targets: readonly Target[],
  limits: LimitsByProvider,
): PlannedRun {
  const { keepalive } = config
  if (!keepalive) return { plan: makePlan(config, targets, limits) }
  const empty = makePlan({ ...config, cold: 0, warm: 0 }, [], limits)
  const plan = { ...empty, invocations: targets.length * (USUAL_LOOKS + 1) }
  const { from: fromMs, max: maxMs, precision, looks } = keepalive
  return { plan, makers: keepAliveMakers(targets, { fromMs, maxMs, precision, looks }, plan.seed) }
}
