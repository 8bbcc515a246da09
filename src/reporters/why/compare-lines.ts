import type { LoadChange, LoadComparison, WhatIfChange, WhyReport } from '../../core/why-report.ts'
import { formatMs } from '../format-ms.ts'

type TimeBasis = WhyReport['load']['traced']['bodies']

/** So many differences are shown. */
const SHOWN = 10
/** Of the load, below which a difference is nothing to be looked at. */
const LEAST_SHARE = 0.01

/** `+38.0 ms: axios came in through src/http.ts:3`, the largest first, behind a sentence on what is compared. */
export function compareLines({ comparedWith, load, environment }: WhyReport): string[] {
  if (!comparedWith) return []
  const { loadMs, changes } = comparedWith
  const shown = changes
    .filter(
      ({ beforeMs, afterMs }) => Math.abs(afterMs - beforeMs) >= LEAST_SHARE * Math.max(load.loadMs, loadMs),
    )
    .slice(0, SHOWN)
  return [
    comparedWith.against
      ? sayRevision(comparedWith.against, loadMs)
      : sayReport(comparedWith, load.loadMs, environment.node),
    ...sayBases(comparedWith.bodies, load.traced.bodies),
    ...shown.map((change) => `  ${sentence(change)}`),
  ]
}

function sayReport({ startedAt, loadMs }: LoadComparison, nowMs: number, node: string): string {
  const day = `${startedAt.slice(0, 16).replace('T', ' ')} UTC`
  return `Against the report of ${day}: ${signed(nowMs - loadMs)} ms of load (${formatMs(loadMs)} to ${formatMs(nowMs)}). These are two runs: each moves as a whole by some percent, so look at what came in and what is gone. Node here is ${node.replace('v', '')}.`
}

const BASES = { clock: 'by the clock', processor: 'without what they waited for a processor' }

/** Two runs that each decided by themselves what bodies do. */
function sayBases(before: TimeBasis, now: TimeBasis): string[] {
  if (!before || !now || before === now) return []
  return [
    `  There bodies are shown ${BASES[before]}, here ${BASES[now]}: what takes longer or less long may do so for that alone.`,
  ]
}

function sayRevision(
  { revision, commit, coldStart, loadNowMs, change }: NonNullable<LoadComparison['against']>,
  loadMs: number,
): string {
  const name = commit.startsWith(revision) ? commit.slice(0, 12) : `${revision} (${commit.slice(0, 12)})`
  const load = `${signed(loadNowMs - loadMs)} ms of load (${formatMs(loadMs)} to ${formatMs(loadNowMs)})`
  return `Against ${name}, in the same rounds: the cold start ${sayChange(change, coldStart.waitMs)}; ${load}.`
}

function sayChange(change: WhatIfChange | undefined, beforeMs: number): string {
  if (!change) return `of ${formatMs(beforeMs)} ms has no round in common with this one`
  const { differenceMs, differenceInterval: within, verdict, n } = change
  const bounds = within
    ? ` (${signed(within.lower ?? 0)} to ${signed(within.upper ?? 0)}, ${n} rounds)`
    : ` (${n} rounds, too few for an interval)`
  if (verdict === 'not-shown') return `is not shown to have changed${bounds}`
  return `takes ${signed(differenceMs)} ms${bounds}`
}

function sentence({ name, beforeMs, afterMs, cameIn, isGone, importedBy }: LoadChange): string {
  const line = importedBy?.line === undefined ? '' : `:${importedBy.line}`
  const through = importedBy ? ` through ${importedBy.file}${line}` : ''
  const difference = `${signed(afterMs - beforeMs)} ms: ${name}`
  if (cameIn) return `${difference} came in${through}`
  if (isGone) return `${difference} is gone`
  return `${difference}, ${formatMs(beforeMs)} to ${formatMs(afterMs)}`
}

function signed(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${formatMs(Math.abs(ms))}`
}
