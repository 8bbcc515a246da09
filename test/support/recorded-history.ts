import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunFigure, RunHeader } from '../../src/core/run-file.ts'
import type { Sample } from '../../src/core/sample.ts'
import { runFileOf, targetOf } from './run-file.ts'

/** A run file as it lies in `results/`. */
export interface RecordedRunParts {
  readonly run: string
  readonly startedAt: string
  readonly header?: Partial<RunHeader>
  readonly samples?: readonly Sample[]
  readonly footer?: object | null
  /** Lines in place of samples, for what must not be read. */
  readonly middle?: string
}

/** Writes a run file; `footer: null` leaves it unfinished. */
export function recordRun(cwd: string, parts: RecordedRunParts): string {
  const { run, startedAt, header = {}, samples = [], footer, middle = '' } = parts
  const file = runFileOf(samples, { run, startedAt, ...header })
  const lines = [file.header, ...samples.map((sample) => ({ type: 'sample', sample }))]
  const end = footer === null ? [] : [footer ?? file.footer]
  const text = (all: readonly unknown[]) => all.map((line) => `${JSON.stringify(line)}\n`).join('')
  mkdirSync(join(cwd, 'results'), { recursive: true })
  const path = join(cwd, 'results', `${run}.jsonl`)
  writeFileSync(path, text(lines) + middle + text(end))
  return path
}

/** A footer with the medians that runs end with. */
export function footerOf(figures: readonly RunFigure[]): object {
  return { type: 'footer', finishedAt: '2026-01-01T00:00:01.000Z', samples: 1, errors: 0, figures }
}

/** The median of one target with its interval. */
export function figureOf(target: string, p50Ms: number, changes: Partial<RunFigure> = {}): RunFigure {
  const p50Interval = { lower: p50Ms * 0.95, upper: p50Ms * 1.05, coverage: 0.97 }
  return { target, coldBy: 'idle', plannedIdleMs: 400, n: 10, p50Ms, p50Interval, ...changes }
}

/** One finished run a day from 2026-01-01 on, of which each target has the median that `p50Of` says. */
export function recordDays(
  cwd: string,
  days: number,
  p50Of: (day: number) => Readonly<Record<string, number>>,
  header: Partial<RunHeader> = {},
): void {
  for (let day = 0; day < days; day++) {
    const startedAt = new Date(Date.UTC(2026, 0, 1 + day, 6)).toISOString()
    const figures = Object.entries(p50Of(day)).map(([target, p50Ms]) => figureOf(target, p50Ms))
    const targets = figures.map(({ target }) =>
      targetOf(target, { platform: 'cloud', provider: target.split('/')[0] ?? target }),
    )
    const run = `${startedAt.slice(0, 10)}T060000-abcd`
    recordRun(cwd, { run, startedAt, header: { targets, ...header }, footer: footerOf(figures) })
  }
}
