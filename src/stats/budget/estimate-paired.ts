import type { Result } from '../../core/result.ts'
import type { Sample } from '../../core/sample.ts'
import { groupOf } from '../../core/target-groups.ts'
import { comparePaired, pairByRound } from '../paired-comparison.ts'
import { SLOW_ONES_LOST } from '../result/lost-replies.ts'
import { samplesOf } from '../result/measured-waits.ts'
import type { Operand } from './budget.ts'
import type { BudgetSubject } from './budget-subject.ts'
import { type Estimate, estimateRatio } from './estimate-subject.ts'

/**
 * One side of a run over another. Medians of one temperature: the Hodges–Lehmann estimate of the rounds' log ratios, by
 * pairs. Other quantiles, and sides that share no round, as two sets of samples.
 */
export function estimatePaired(
  operand: Operand,
  over: BudgetSubject,
  underOperand: Operand,
  under: BudgetSubject,
  { result, confidence = 0.95 }: { readonly result: Result; readonly confidence?: number },
): Estimate {
  const asSets = () => estimateRatio(operand, over, underOperand, under, confidence)
  const areMedians = (operand.p ?? 0.5) === 0.5 && (underOperand.p ?? 0.5) === 0.5
  if (!areMedians || operand.measure !== underOperand.measure || operand.measure === 'penalty')
    return asSets()
  const { pairs, unpaired } = pairByRound(
    samplesFor(over, result),
    samplesFor(under, result),
    operand.measure,
  )
  if (pairs.length === 0) return asSets()
  const n = pairs.length
  if (over.lost?.slowOnesLost || under.lost?.slowOnesLost) return { n, unpaired, reason: SLOW_ONES_LOST }
  const { ratio, ratioInterval } = comparePaired(pairs, confidence)
  return {
    n,
    unpaired,
    ...(ratio === undefined ? {} : { found: ratio }),
    ...(ratioInterval ? { interval: ratioInterval } : { reason: 'too few rounds for an interval' }),
  }
}

/** What was meant to be of the subject's temperature, and in its way. */
function samplesFor({ group, way }: BudgetSubject, result: Result): Sample[] {
  const ids = new Set(result.targets.filter((target) => groupOf(target) === group.name).map(({ id }) => id))
  const isOfSubject = ({ target, intended, coldBy = 'idle', plannedIdleMs }: Sample) => {
    if (!ids.has(target) || intended !== (way ? 'cold' : 'warm')) return false
    return !way || (coldBy === way.coldBy && plannedIdleMs === way.plannedIdleMs)
  }
  const found: Sample[] = []
  for (const sample of samplesOf(result)) if (isOfSubject(sample)) found.push(sample)
  return found
}
