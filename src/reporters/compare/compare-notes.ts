import { groupLikeLines } from '../../core/like-lines.ts'
import { isOfOneDraw } from '../../stats/compare/caveats.ts'
import type { ResultComparison } from '../../stats/compare/result-comparison.ts'
import { tellLikeNotes, withoutNumbers } from '../table/like-notes.ts'

/**
 * What must be known of a comparison, a sentence each; what belongs to the verdict is in `compareVerdicts`.
 * @param forced unlike things are compared because the user insisted
 */
export function compareNotes(comparison: ResultComparison, forced: boolean): string[] {
  return [
    ...(forced && comparison.unlike.length > 0
      ? [
          `Forced: these are unlike, and the ratios mix what differs. ${groupLikeLines(comparison.unlike).join('; ')}.`,
        ]
      : []),
    'Ratio: Hodges–Lehmann on log waits; p: Mann–Whitney, Holm-adjusted over all rows (warm: one median an instance).',
    '~ no difference shown: not significant, or below the practical threshold of 5 %.',
    ...tellOnce(comparison.caveats.filter((caveat) => !isOfOneDraw(caveat))),
    ...tellOnce(comparison.asymmetries),
    ...comparison.unmatched,
  ]
}

/** Of lines `target: …` and `side: target: …` those that differ only in whom they are of and in a number are one. */
function tellOnce(lines: readonly string[]): string[] {
  const noted = lines.map((line) => {
    const [, target, message = line] = /^(\S+(?:: \S+)??): (?!\S+: )(.+)$/s.exec(line) ?? []
    return { target, message }
  })
  return tellLikeNotes(noted, ({ target, message }) =>
    target === undefined ? message : `of a target: ${withoutNumbers(message)}`,
  )
}

/** `before`, or `latest (run 2026-…)` where the run has another name than the user gave. */
export function describeSide({ names, runs }: ResultComparison, index: number): string {
  const name = names[index] ?? ''
  return runs[index] === name ? name : `${name} (run ${runs[index]})`
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** What a side is called in tables that have no room for its name: `A`. */
export function letterOf(side: number): string {
  return LETTERS[side] ?? `#${side + 1}`
}

/** Which letter is which side: `A  before (run 2026-…)`. */
export function sideLegend(comparison: ResultComparison): string[] {
  return comparison.names.map((_, index) => `${letterOf(index)}  ${describeSide(comparison, index)}`)
}
