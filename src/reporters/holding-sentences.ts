import type { Result } from '../core/result.ts'
import type { Summary } from '../core/summary.ts'
import type { AlwaysOn, Target } from '../core/target.ts'
import { formatMs } from './format-ms.ts'

const HOURS_OF_MONTH = 730

/**
 * For each service that is never scaled to zero: what it holds while nobody calls, and from how many requests a month
 * on it costs less than each function of known memory that was measured beside it.
 */
export function holdingSentences({ targets, summaries }: Result): string[] {
  return targets.flatMap((target) => {
    const alwaysOn = target.facts?.alwaysOn
    if (!alwaysOn) return []
    const others = summaries.flatMap((summary) => breakEven(alwaysOn, summary, targets))
    const dates = `Prices: ${alwaysOn.price.what}, as of ${alwaysOn.price.asOf} (${alwaysOn.price.source}); ${alwaysOn.functionPrice.what}, as of ${alwaysOn.functionPrice.asOf} (${alwaysOn.functionPrice.source}); without free tiers.`
    return [holding(target, alwaysOn), ...others, dates]
  })
}

function holding({ id }: Target, alwaysOn: AlwaysOn): string {
  const { startMs, memoryMb, idleCpuPercent, price } = alwaysOn
  const held = [
    ...(memoryMb === undefined ? [] : [`${memoryMb} MB`]),
    ...(idleCpuPercent === undefined ? [] : [`${idleCpuPercent} % of a core`]),
  ]
  const holds = held.length === 0 ? '' : `holds ${held.join(' and ')} while nobody calls, and `
  const month = (price.perHour * HOURS_OF_MONTH).toFixed(2)
  return `${id} is always on${inFront(alwaysOn)} and has no cold starts: it was started once, in ${formatMs(startMs)} ms, which is a deploy. It ${holds}would cost $${month} a month (${price.what}) however seldom it is called.`
}

/** What requests pass on their way, where that is not nothing by itself. */
function inFront({ behind, nginxFailure }: AlwaysOn): string {
  if (behind !== undefined) return `, behind ${behind},`
  return nginxFailure === undefined
    ? ''
    : `, called directly (nginx is installed and did not start: ${nginxFailure}),`
}

/** A function is billed for what it takes; the whole warm wait is the most that may be. */
function breakEven(
  { price, functionPrice }: AlwaysOn,
  { target, warm }: Summary,
  targets: readonly Target[],
) {
  const found = targets.find(({ id, group }) => id === target || group === target)
  const { p50Ms } = warm
  if (!found?.memoryMb || found.facts?.alwaysOn || p50Ms === undefined) return []
  const billedMs = Math.ceil(p50Ms)
  const gbSeconds = (billedMs / 1000) * (found.memoryMb / 1024)
  const perRequest = functionPrice.perMillionRequests / 1e6 + gbSeconds * functionPrice.perGbSecond
  const requests = (price.perHour * HOURS_OF_MONTH) / perRequest
  return [
    `Below ${rounded(requests)} requests a month ${target} costs less than that at ${functionPrice.what}'s prices, with ${found.memoryMb} MB and the ${billedMs} ms of its median warm request.`,
  ]
}

/** Two digits: more would claim what prices and durations do not hold. */
function rounded(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString('en-US')
}
