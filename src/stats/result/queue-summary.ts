import type { Summary } from '../../core/summary.ts'
import type { QueueMoments } from '../../core/wait-parts.ts'
import { median } from '../quantile.ts'
import { sortInPlace } from '../sorted-samples.ts'

/**
 * The medians of what a queue's invocations took until each moment, cold and warm apart. Cold starts right after a
 * deployment, which have a row of their own among the waits, count only where there are no others.
 * @returns undefined where no queue triggered anything
 */
export function summariseQueue(queued: {
  readonly first: readonly QueueMoments[]
  readonly cold: readonly QueueMoments[]
  readonly warm: readonly QueueMoments[]
}): Summary['queue'] {
  const [cold, warm] = [mediansOf(queued.cold) ?? mediansOf(queued.first), mediansOf(queued.warm)]
  if (!cold && !warm) return undefined
  return { ...(cold && { cold }), ...(warm && { warm }) }
}

function mediansOf(moments: readonly QueueMoments[]): QueueMoments | undefined {
  const of = (name: keyof QueueMoments) => {
    const values = moments.flatMap(({ [name]: value }) => value ?? [])
    return values.length === 0 ? undefined : median(sortInPlace(Float64Array.from(values)))
  }
  const [enqueuedMs, pickedUpMs, startedMs, doneMs] = [
    of('enqueuedMs'),
    of('pickedUpMs'),
    of('startedMs'),
    of('doneMs'),
  ]
  if (enqueuedMs === undefined || pickedUpMs === undefined || doneMs === undefined) return undefined
  return { enqueuedMs, pickedUpMs, ...(startedMs !== undefined && { startedMs }), doneMs }
}
