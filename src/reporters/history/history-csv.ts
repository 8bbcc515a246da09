import { type CsvRow, csvText } from '../csv-text.ts'
import type { HistoryReporter } from './history-reporter.ts'

const COLUMNS = [
  'target',
  'cold_by',
  'planned_idle_ms',
  'measured_on',
  'started_at',
  'until',
  'runs',
  'n',
  'p50_ms',
  'p50_lower_ms',
  'p50_upper_ms',
  'idle_min_ms',
  'idle_max_ms',
  'change_ratio',
  'change_ratio_lower',
  'change_ratio_upper',
  'change_p',
] as const

type Row = CsvRow<(typeof COLUMNS)[number]>

/** A point of a function a row; a change stands in the row of the first point of its new level. */
export const historyCsv: HistoryReporter = ({ series }) =>
  csvText(
    COLUMNS,
    series.flatMap(({ target, coldBy, plannedIdleMs, measuredOn, points, changes }) =>
      points.map((point): Row => {
        const { runs, startedAt, until, n, p50Ms, p50Interval, idleMs } = point
        const change = changes.find(({ run }) => runs.includes(run))
        return {
          target,
          cold_by: coldBy,
          started_at: startedAt,
          runs: runs.join(' '),
          n,
          p50_ms: p50Ms,
          planned_idle_ms: plannedIdleMs,
          measured_on: measuredOn,
          until,
          p50_lower_ms: p50Interval?.lower,
          p50_upper_ms: p50Interval?.upper,
          idle_min_ms: idleMs?.min,
          idle_max_ms: idleMs?.max,
          change_ratio: change?.ratio,
          change_ratio_lower: change?.ratioInterval?.lower,
          change_ratio_upper: change?.ratioInterval?.upper,
          change_p: change?.p,
        }
      }),
    ),
  )
