import { describeWay } from '../../reporters/compare/compare-cells.ts'
import { compareMarkdown } from '../../reporters/compare/compare-markdown.ts'
import type { CompareOptions } from '../../reporters/compare/compare-reporter.ts'
import { formatP, formatRatio, formatRatioInterval } from '../../reporters/format-ratio.ts'
import { recordedSentences } from '../../reporters/recorded-sentences.ts'
import type { Change, ComparedRow, ResultComparison } from '../../stats/compare/result-comparison.ts'
import type { Io } from '../io.ts'
import type { Annotation } from './workflow-commands.ts'
import { writeToGitHub } from './write-to-github.ts'

/**
 * In a job of GitHub Actions: the comparison as the job's summary, a warning for everything that is slower, and
 * `verdict` and `runs` as outputs of the step. What recorded runs of a baseline say goes before single runs, whose
 * difference is no proof of anything; so nothing of it is an error.
 */
export async function compareToGitHub(
  comparison: ResultComparison,
  options: CompareOptions,
  io: Io,
): Promise<void> {
  const summary = compareMarkdown(comparison, options)
  const outputs = { verdict: verdictOf(comparison), runs: comparison.runs.join(',') }
  await writeToGitHub({ summary, annotations: annotationsOf(comparison), noun: 'are slower', outputs }, io)
}

/** `slower` if anything is, else `faster` if anything is, else whether there was enough to tell. */
function verdictOf({ rows, recorded }: ResultComparison): string {
  const judged = recorded ? recorded.findings : rows.flatMap(({ changes }) => changes)
  const verdicts = new Set<string>(judged.map(({ verdict }) => verdict))
  const order = ['slower', 'faster', 'as-before', 'no-difference-shown']
  return order.find((one) => verdicts.has(one)) ?? 'not-enough-data'
}

function annotationsOf({ names, rows, recorded }: ResultComparison): Annotation[] {
  const title = 'coldstart: slower'
  if (recorded) {
    const slower = recorded.findings.filter(({ verdict }) => verdict === 'slower')
    return slower.map((finding) => {
      const file = rows.find(({ target }) => target === finding.target)?.file
      return { level: 'warning', title, text: recordedSentences([finding], recorded).join(' '), file }
    })
  }
  return rows.flatMap((row) =>
    row.changes.flatMap((change, index): Annotation[] => {
      if (change.verdict !== 'slower') return []
      const text = say(row, change, names[index + 1] ?? '', names[0] ?? '')
      return [{ level: 'warning', title, text, file: row.file }]
    }),
  )
}

function say(
  row: ComparedRow,
  { ratio, ratioInterval, pAdjusted }: Change,
  name: string,
  base: string,
): string {
  const size = ratio === undefined ? 'longer' : formatRatio(ratio)
  const interval = ratioInterval ? ` (${formatRatioInterval(ratioInterval)})` : ''
  const p = pAdjusted === undefined ? '' : `, ${formatP(pAdjusted)}`
  return `${row.target}, ${describeWay(row)}: ${name} waits ${size}${interval} as long as ${base}${p}.`
}
