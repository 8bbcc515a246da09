import { formatDuration } from '../../core/duration.ts'
import type { Sample } from '../../core/sample.ts'
import { quantile, sortSamples } from '../../stats/index.ts'
import { NOT_SENT } from './read-outcomes.ts'

/** What a reader must know of a vantage point. */
export interface VantageNote {
  readonly kind: 'lateness' | 'void'
  readonly message: string
}

/** Counts, sample by sample, how late each vantage point sent and which samples are void. */
export interface VantageTally {
  add(sample: Sample): void
  /** Of each vantage point, in the order of their names. */
  describe(): readonly VantageNote[]
}

interface Counts {
  readonly lateMs: number[]
  samples: number
  voids: number
  unsent: number
}

/** Of a run that nothing is recorded of yet. */
export function createVantageTally(): VantageTally {
  const vantages = new Map<string, Counts>()
  const countsOf = (vantage: string) => {
    const known = vantages.get(vantage) ?? { lateMs: [], samples: 0, voids: 0, unsent: 0 }
    vantages.set(vantage, known)
    return known
  }
  return {
    add({ vantage, lateMs, error }) {
      if (vantage === undefined) return
      const counts = countsOf(vantage)
      counts.samples++
      if (lateMs !== undefined) counts.lateMs.push(lateMs)
      if (error?.kind !== 'void') return
      counts.voids++
      if (error.message.startsWith(NOT_SENT)) counts.unsent++
    },
    describe: () =>
      [...vantages]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .flatMap(([vantage, counts]) => describeOne(vantage, counts)),
  }
}

function describeOne(vantage: string, { lateMs, samples, voids, unsent }: Counts): VantageNote[] {
  const late = sortSamples(lateMs)
  const most = late.at(-1)
  const notes: VantageNote[] = []
  if (most !== undefined)
    notes.push({
      kind: 'lateness',
      message: `${vantage}: requests were sent ${lengthOf(quantile(late, 0.5))} (median) to ${lengthOf(most)} (at most) after their due time.`,
    })
  if (voids > 0)
    notes.push({
      kind: 'void',
      message: `${vantage}: ${voids} of ${samples} samples are void: ${unsent} were not sent, ${voids - unsent} may have been; none is sent again.`,
    })
  return notes
}

function lengthOf(ms: number): string {
  return formatDuration(Math.round(ms))
}
