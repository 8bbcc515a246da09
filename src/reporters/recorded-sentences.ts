import type { RecordedFinding } from '../stats/compare/against-recorded.ts'
import { formatRatio, formatRatioInterval } from './format-ratio.ts'

/** Whether a run lies outside what the recorded runs of a baseline have done before, a sentence a function. */
export function recordedSentences(
  findings: readonly RecordedFinding[],
  { name, runs }: { readonly name: string; readonly runs: number },
): string[] {
  const told = findings.filter(({ verdict }) => verdict !== 'not-enough-data')
  const [open] = findings.filter(({ verdict }) => verdict === 'not-enough-data')
  const missing =
    open?.reason === undefined ? [] : [`${name} has ${runs} ${runs === 1 ? 'run' : 'runs'}: ${open.reason}.`]
  return [...told.map((finding) => say(finding, name)), ...missing]
}

function say(
  { name, target, temperature, runs, ratio, ratioInterval, verdict }: RecordedFinding,
  baseline: string,
) {
  const found = ratio === undefined ? '' : formatRatio(ratio)
  const interval = ratioInterval ? ` (${formatRatioInterval(ratioInterval)})` : ''
  const words =
    verdict === 'as-before'
      ? 'within what this code has done before'
      : `outside what this code has done before: ${verdict}`
  return `${target} ${temperature}: the median of ${name} is ${found}${interval} that of the ${runs} runs of ${baseline}, ${words}.`
}
