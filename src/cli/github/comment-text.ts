import type { Result } from '../../core/result.ts'
import { markdown } from '../../reporters/markdown.ts'
import { PRACTICAL_THRESHOLD } from '../../stats/compare-samples.ts'

/** GitHub takes 65,536 characters. */
const MOST_CHARACTERS = 60_000
/** Below this p a change is shown. */
const ALPHA = 0.05

/**
 * What a comment says in one word, kept in it so that the next run can tell whether anything has changed:
 * `quiet` is everything that nobody needs to be told.
 */
export type CommentState = 'over-budget' | 'slower' | 'faster' | 'quiet'

/** A budget that failed, else a change that is shown and larger than the practical threshold. */
export function stateOf({ budgets, changes = [] }: Result): CommentState {
  if (budgets.some(({ verdict }) => verdict === 'fail')) return 'over-budget'
  const shown = changes.filter(
    ({ ratio, p = 1, pAdjusted = p }) => pAdjusted < ALPHA && Math.abs(ratio - 1) >= PRACTICAL_THRESHOLD,
  )
  if (shown.some(({ ratio }) => ratio > 1)) return 'slower'
  return shown.length > 0 ? 'faster' : 'quiet'
}

/** The first line of a comment of ours, which no reader sees. */
export function markerOf(name: string): string {
  return `<!-- coldstart comment: ${name} -->`
}

/** Whether a comment is the one of this name. */
export function isCommentOf(name: string, body: string): boolean {
  return body.startsWith(markerOf(name))
}

/** The state that a comment was written in; `quiet` for one that does not say. */
export function writtenState(body: string): CommentState {
  const [, word] = /^.*\r?\n<!-- state: ([\w-]+) -->/.exec(body) ?? []
  return (['over-budget', 'slower', 'faster'] as const).find((one) => one === word) ?? 'quiet'
}

/**
 * Marker, state, the report as Markdown, and where all of it is.
 * @param runUrl page of the job's run
 */
export function commentText(result: Result, name: string, runUrl: string | undefined): string {
  const report = markdown(result, { columns: 80, colorLevel: 0 })
  const head = `${markerOf(name)}\n<!-- state: ${stateOf(result)} -->\n`
  const link = runUrl === undefined ? '' : `\n[Job summary](${runUrl})\n`
  const isShort = head.length + report.length + link.length <= MOST_CHARACTERS
  return `${head}${isShort ? report : 'The report is too long for a comment; it is in the job summary.\n'}${link}`
}
