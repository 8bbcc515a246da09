import { type BenchOutcome, gather } from '../bench/bench-outcome.ts'
import type { KeepAliveFinding } from '../bench/keep-alive-findings.ts'
import { formatDuration } from '../core/duration.ts'
import { plainValue } from '../core/plain-text.ts'
import { looksToShow } from '../stats/gone-share.ts'
import type { PiecesIn } from './write-shown.ts'

/**
 * What a search found, in every format: as a table and as JSON its findings, in any other what `report` makes of the run.
 * @param isWhole the JSON holds every sample too
 * @param ofRun the formats of a run
 */
export function findingsIn(
  { result: { run }, samples }: BenchOutcome,
  findings: readonly KeepAliveFinding[],
  isWhole: boolean,
  ofRun: PiecesIn,
): PiecesIn {
  return async function* (format, options) {
    if (format === 'table') return yield renderKeepAlive(plainValue(findings))
    if (format !== 'json') return yield* ofRun(format, options)
    const found = { run: run.id, finished: run.status === 'finished', findings }
    const whole = isWhole ? { ...found, samples: await gather(samples()) } : found
    yield `${JSON.stringify(whole, undefined, 2)}\n`
  }
}

/** The findings as text: for each function the median, the 95 % point, the survival curve, and what is not known. */
export function renderKeepAlive(findings: readonly KeepAliveFinding[]): string {
  const local = findings.some(({ platform }) => platform === 'local')
  const title = `How long idle instances are kept${local ? ' (local engine, not the cloud)' : ''}\n`
  return [title, ...findings.map(renderFinding)].join('\n')
}

function renderFinding(finding: KeepAliveFinding): string {
  const { target, looks, alive, errors, replicas, curve } = finding
  const failed = errors > 0 ? `, ${errors} failed` : ''
  const heading = `${target}: ${looks} looks at ${replicas} ${replicas === 1 ? 'instance' : 'replicas'}, ${alive} met a live one${failed}`
  if (looks === 0) return `${heading}\n  nothing is known: no reply said which instance served it\n`
  return [
    heading,
    `  median   ${describeMedian(finding)}`,
    `  95 %     ${describeTail(finding)}`,
    `  lifetimes that ended   ${curve.map(describeInterval).join('\n                         ')}`,
    '',
  ].join('\n')
}

function describeMedian({ medianBetween, longestTriedMs }: KeepAliveFinding): string {
  if (medianBetween?.untilMs === undefined)
    return `longer than ${formatDuration(longestTriedMs)}, the longest idle period tried`
  return `between ${formatDuration(medianBetween.afterMs)} and ${formatDuration(medianBetween.untilMs)}`
}

function describeTail({ gone95Ms, tail, longestTriedMs }: KeepAliveFinding): string {
  if (!tail) return `not reached within ${formatDuration(longestTriedMs)}`
  const looks = `${tail.gone} of ${tail.looks} looks show ${(tail.atLeast * 100).toFixed(0)} % at least`
  if (gone95Ms !== undefined) return `gone after ${formatDuration(gone95Ms)}, perhaps sooner (${looks})`
  return `not shown: after ${formatDuration(tail.idleMs)} ${looks}; --looks ${looksToShow(0.95)} could show it`
}

function describeInterval({ afterMs, untilMs, share }: KeepAliveFinding['curve'][number]): string {
  const percent = `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`.padStart(6)
  if (untilMs === undefined) return `${percent}  later than ${formatDuration(afterMs)}`
  return `${percent}  between ${formatDuration(afterMs)} and ${formatDuration(untilMs)}`
}
