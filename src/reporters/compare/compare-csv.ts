import { csvText } from '../csv-text.ts'
import type { CompareReporter } from './compare-reporter.ts'

const COLUMNS = [
  'target',
  'temperature',
  'cold_by',
  'planned_idle_ms',
  'side',
  'run',
  'n',
  'p50_ms',
  'p50_lower_ms',
  'p50_upper_ms',
  'ratio',
  'ratio_lower',
  'ratio_upper',
  'p',
  'p_adjusted',
  'cliffs_delta',
  'verdict',
] as const

/** A side of a target a row; ratios are to the first side, which has none. */
export const compareCsv: CompareReporter = ({ names, runs, rows }) =>
  csvText(
    COLUMNS,
    rows.flatMap(({ target, temperature, coldBy, plannedIdleMs, sides, changes }) =>
      sides.map(({ n, p50Ms, p50Interval }, index) => {
        const change = index === 0 ? undefined : changes[index - 1]
        return {
          target,
          temperature,
          cold_by: coldBy,
          planned_idle_ms: plannedIdleMs,
          side: names[index],
          run: runs[index],
          n,
          p50_ms: p50Ms,
          p50_lower_ms: p50Interval?.lower,
          p50_upper_ms: p50Interval?.upper,
          ratio: change?.ratio,
          ratio_lower: change?.ratioInterval?.lower,
          ratio_upper: change?.ratioInterval?.upper,
          p: change?.p,
          p_adjusted: change?.pAdjusted,
          cliffs_delta: change?.cliffsDelta,
          verdict: change?.verdict,
        }
      }),
    ),
  )
