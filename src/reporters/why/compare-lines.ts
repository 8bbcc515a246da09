import type { LoadChange, WhyReport } from '../../core/why-report.ts'
import { formatMs } from '../format-ms.ts'

/** So many differences are shown. */
const SHOWN = 10
/** Of the load, below which a difference is nothing to be looked at. */
const LEAST_SHARE = 0.01

/** `+38.0 ms: axios came in through src/http.ts:3`, the largest first, behind a sentence on what is compared. */
export function compareLines({ comparedWith, load, environment }: WhyReport): string[] {
  if (!comparedWith) return []
  const { startedAt, loadMs, changes } = comparedWith
  const day = `${startedAt.slice(0, 16).replace('T', ' ')} UTC`
  const shown = changes
    .filter(
      ({ beforeMs, afterMs }) => Math.abs(afterMs - beforeMs) >= LEAST_SHARE * Math.max(load.loadMs, loadMs),
    )
    .slice(0, SHOWN)
  return [
    `Against the report of ${day}: ${signed(load.loadMs - loadMs)} ms of load (${formatMs(loadMs)} to ${formatMs(load.loadMs)}). These are two runs: each moves as a whole by some percent, so look at what came in and what is gone. Node here is ${environment.node.replace('v', '')}.`,
    ...shown.map((change) => `  ${sentence(change)}`),
  ]
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
