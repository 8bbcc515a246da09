import type { Result } from '../core/result.ts'
import type { Phases, Sample } from '../core/sample.ts'
import type { Distribution, Interval } from '../core/summary.ts'
import { groupNames } from '../stats/result/target-group.ts'
import { type CsvRow, csvHeading, csvLines } from './csv-text.ts'
import { type SampleReporter, wholeReport } from './reporter.ts'

const COLUMNS = [
  'record',
  'run',
  'target',
  'sample',
  'round',
  'started_at',
  'intended',
  'observed',
  'cold_by',
  'planned_idle_ms',
  'idle_ms',
  'evidence',
  'inferred',
  'flags',
  'error',
  'statistic',
  'value_ms',
  'lower_ms',
  'upper_ms',
  'n',
] as const

type Row = CsvRow<(typeof COLUMNS)[number]>

/**
 * Long form, a value a row: every phase of every sample (`record` is `sample`), then every statistic of the summaries
 * (`record` is `summary`).
 */
export const beginCsv: SampleReporter = (result) => {
  const groups = groupNames(result.targets)
  let heading = csvHeading(COLUMNS)
  return {
    add(sample) {
      const rows = sampleRows(result, groups.get(sample.target) ?? sample.target, sample)
      const text = heading + csvLines(COLUMNS, rows)
      heading = ''
      return text
    },
    end: () => [heading + csvLines(COLUMNS, summaryRows(result))],
  }
}

/** A result as CSV in long form, a row for each value. */
export const csv = wholeReport(beginCsv)

function sampleRows({ run }: Result, target: string, sample: Sample): Row[] {
  const own: Row = {
    record: 'sample',
    run: run.id,
    target,
    sample: sample.id,
    round: sample.round,
    started_at: sample.startedAt,
    intended: sample.intended,
    observed: sample.observed,
    evidence: sample.evidence,
    inferred: sample.inferred === true,
    cold_by: sample.coldBy,
    planned_idle_ms: sample.plannedIdleMs,
    idle_ms: sample.idleMs,
    flags: sample.flags?.join(' '),
    error: sample.error && `${sample.error.kind}: ${sample.error.message}`,
  }
  const phases = (Object.entries(sample.phases) as [keyof Phases, number][]).map(
    ([phase, value]): Row => ({ ...own, statistic: phase.replace(/Ms$/, ''), value_ms: value }),
  )
  return phases.length > 0 ? phases : [own]
}

function summaryRows({ run, summaries }: Result): Row[] {
  return summaries.flatMap(({ target, cold, warm, penalties }) => {
    const own: Row = { record: 'summary', run: run.id, target }
    const wayOf = (way: { readonly coldBy: string; readonly plannedIdleMs?: number }): Row => ({
      cold_by: way.coldBy,
      planned_idle_ms: way.plannedIdleMs,
    })
    return [
      ...cold.flatMap((way) => distributionRows({ ...own, observed: 'cold', ...wayOf(way) }, way.wait)),
      ...distributionRows({ ...own, observed: 'warm' }, warm),
      ...penalties.map(
        (penalty): Row => ({
          ...own,
          ...wayOf(penalty),
          statistic: 'cold_minus_warm',
          value_ms: penalty.medianDifferenceMs,
          ...boundsOf(penalty.medianDifferenceInterval),
        }),
      ),
    ]
  })
}

function distributionRows(own: Row, wait: Distribution): Row[] {
  const figures = [
    ['min', wait.minMs],
    ['p50', wait.p50Ms, wait.p50Interval],
    ['p95', wait.p95Ms, wait.p95Interval],
    ['p99', wait.p99Ms, wait.p99Interval],
    ['max', wait.maxMs],
  ] as const
  return figures.flatMap(([statistic, value, interval]) =>
    value === undefined ? [] : [{ ...own, statistic, value_ms: value, n: wait.n, ...boundsOf(interval) }],
  )
}

function boundsOf({ lower, upper }: Partial<Interval> = {}): Row {
  return { lower_ms: lower, upper_ms: upper }
}
