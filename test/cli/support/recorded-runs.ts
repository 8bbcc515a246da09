import { utimesSync } from 'node:fs'
import type { RunFile } from '../../../src/core/run-file.ts'
import { writeRecordedRun } from '../../support/recorded-run.ts'
import { coldSample, runFileOf, targetOf, waitsOf } from '../../support/run-file.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Twelve cold starts of a target, `factor` times as long as they usually are. */
export const colds = (target: string, factor = 1) =>
  waitsOf(12, factor).map((wait) => coldSample(target, wait))

/** A run of two targets, of which one takes `factor` times as long as usual. */
export const runOf = (run: string, factor: number, region = 'us-east-1') =>
  runFileOf([...colds('lambda', factor), ...colds('vercel')], {
    run,
    targets: [targetOf('lambda', { region }), targetOf('vercel')],
  })

/** Writes a run as `bench` leaves it, `age` seconds old. */
export function record(cwd: string, { header, samples }: RunFile, age = 0): void {
  utimesSync(writeRecordedRun(cwd, header.run, { samples, header }), 1e9 - age, 1e9 - age)
}

/** A folder with one run of twelve colds, recorded with these settings. */
export function recorded(config: Record<string, unknown> = {}): { cwd: string } {
  const cwd = temporaryFolder()
  writeRecordedRun(cwd, 'old', { samples: colds('lambda'), header: { config } })
  return { cwd }
}

/** What the command with these words says, in that folder. */
export async function run(cwd: string, ...argv: string[]) {
  const { code, stdout, stderr } = await runInProcess(argv, { cwd })
  return { code, stdout, stderr }
}
