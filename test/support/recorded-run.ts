import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunHeader } from '../../src/core/run-file.ts'
import type { Sample } from '../../src/core/sample.ts'
import { coldSample, runFileOf } from './run-file.ts'

export interface RecordedRunOptions {
  readonly startedAt?: string
  readonly samples?: readonly Sample[]
  readonly header?: Partial<RunHeader>
  /** False: the run was interrupted. */
  readonly isFinished?: boolean
}

/** Writes `results/<id>.jsonl` below a folder. @returns its path */
export function writeRecordedRun(cwd: string, id: string, options: RecordedRunOptions = {}): string {
  const { startedAt = '2026-11-23T15:42:00.000Z', isFinished = true } = options
  const run = runFileOf(options.samples ?? [coldSample('a', 100)], { run: id, startedAt, ...options.header })
  const lines = [run.header, ...run.samples.map((sample) => ({ type: 'sample', sample }))]
  const path = join(cwd, 'results', `${id}.jsonl`)
  mkdirSync(join(cwd, 'results'), { recursive: true })
  writeFileSync(
    path,
    [...lines, ...(isFinished ? [run.footer] : [])].map((line) => `${JSON.stringify(line)}\n`).join(''),
  )
  return path
}
