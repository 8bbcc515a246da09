import type { ResultComparison } from '../../stats/compare/result-comparison.ts'
import { recordedSentences } from '../recorded-sentences.ts'

/** What the recorded runs of a baseline say of the other sides; none where the first side is no baseline. */
export function recordedVerdicts({ recorded }: ResultComparison): string[] {
  return recorded ? recordedSentences(recorded.findings, recorded) : []
}

/**
 * What must be known of a comparison, a sentence each.
 * @param forced unlike things are compared because the user insisted
 */
export function compareNotes(comparison: ResultComparison, forced: boolean): string[] {
  return [
    ...(forced && comparison.unlike.length > 0
      ? [`Forced: these are unlike, and the ratios mix what differs. ${comparison.unlike.join('; ')}.`]
      : []),
    'Ratio: Hodges–Lehmann on log waits; p: Mann–Whitney, Holm-adjusted over all rows (warm: one median an instance).',
    '~ no difference shown: not significant, or below the practical threshold of 5 %.',
    ...comparison.caveats,
    ...comparison.asymmetries,
    ...comparison.unmatched,
  ]
}

/** `before`, or `latest (run 2026-…)` where the run has another name than the user gave. */
export function describeSide({ names, runs }: ResultComparison, index: number): string {
  const name = names[index] ?? ''
  return runs[index] === name ? name : `${name} (run ${runs[index]})`
}
