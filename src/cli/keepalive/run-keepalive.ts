import { join, relative } from 'node:path'
import type { BenchConfig } from '../../config/bench-config.ts'
import { type ExitCode, exitCodes } from '../../core/exit-codes.ts'
import type { RunFile } from '../../core/run-file.ts'
import { RESULTS_FOLDER } from '../../store/find-result.ts'
import type { BenchRequest } from '../bench/bench-request.ts'
import { measure } from '../bench/measure.ts'
import { withRunContext } from '../bench/with-run-context.ts'
import type { Io } from '../io.ts'
import { findKeepAlive } from './keep-alive-findings.ts'
import { renderKeepAlive } from './render-keep-alive.ts'

/** Deploys where it has to, searches, takes down, and says what was found. */
export async function runKeepAlive(request: BenchRequest, io: Io): Promise<ExitCode> {
  return withRunContext(io, async (context) => {
    const measured = await measure(request, context, io)
    if (!measured) return exitCodes.failed
    const exitCode = concludeKeepAlive(measured.run, request.presentation.format, io)
    return measured.leftBehind > 0 ? exitCodes.failed : exitCode
  })
}

/** Prints what a search found, finished or not. */
export function concludeKeepAlive(run: RunFile, format: string, io: Io): ExitCode {
  const findings = findKeepAlive(run)
  const id = run.header.run
  io.stdout.write(
    format === 'json'
      ? `${JSON.stringify({ run: id, finished: run.footer !== undefined, findings }, undefined, 2)}\n`
      : renderKeepAlive(findings),
  )
  const path = relative(io.cwd, join(io.cwd, RESULTS_FOLDER, `${id}.jsonl`))
  io.stderr.write(`\nSaved ${path}\n`)
  if (!run.footer) io.stderr.write(`Next:\n  coldstart resume ${id}   go on where this search stopped\n`)
  return run.samples.some(({ error }) => !error) ? exitCodes.done : exitCodes.failed
}

/** What the local engine's environments live for is a matter of milliseconds, of a cloud's of minutes. */
const LOCAL_SEARCH = { from: 50, max: 10_000, precision: 1.25, looks: 10 }
const CLOUD_SEARCH = { from: 60_000, max: 7_200_000, precision: 1.25, looks: 20 }

/** The search that is asked for: flags over file over what suits the place. */
export function withSearch(
  config: BenchConfig,
  given: Partial<NonNullable<BenchConfig['keepalive']>>,
  where: 'local' | 'cloud',
): BenchConfig {
  const suited = where === 'local' ? LOCAL_SEARCH : CLOUD_SEARCH
  return { ...config, keepalive: { ...suited, ...config.keepalive, ...given } }
}
