import { formatDuration } from '../../core/duration.ts'
import type { Sample } from '../../core/sample.ts'
import { quantile, sortSamples } from '../../stats/index.ts'
import { NOT_SENT } from './read-outcomes.ts'

/** What a reader must know of each vantage point's samples: how late they were sent, and which are void. */
export function describeVantages(
  samples: readonly Sample[],
): readonly { readonly kind: 'lateness' | 'void'; readonly message: string }[] {
  const vantages = [...new Set(samples.flatMap(({ vantage }) => vantage ?? []))].sort()
  return vantages.flatMap((vantage) => {
    const own = samples.filter((sample) => sample.vantage === vantage)
    const late = sortSamples(own.flatMap(({ lateMs }) => lateMs ?? []))
    const voids = own.filter(({ error }) => error?.kind === 'void')
    const unsent = voids.filter(({ error }) => error?.message.startsWith(NOT_SENT)).length
    const most = late.at(-1)
    return [
      ...(most === undefined
        ? []
        : [
            {
              kind: 'lateness' as const,
              message: `${vantage}: requests were sent ${lengthOf(quantile(late, 0.5))} (median) to ${lengthOf(most)} (at most) after their due time.`,
            },
          ]),
      ...(voids.length === 0
        ? []
        : [
            {
              kind: 'void' as const,
              message: `${vantage}: ${voids.length} of ${own.length} samples are void: ${unsent} were not sent, ${voids.length - unsent} may have been; none is sent again.`,
            },
          ]),
    ]
  })
}

function lengthOf(ms: number): string {
  return formatDuration(Math.round(ms))
}
