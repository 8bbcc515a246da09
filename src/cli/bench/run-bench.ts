import { join, relative } from 'node:path'
import type { BenchConfig } from '../../config/bench-config.ts'
import { type ExitCode, exitCodes } from '../../core/exit-codes.ts'
import { newRunId } from '../../core/ids.ts'
import { noLedger } from '../../core/ledger.ts'
import type { Result } from '../../core/result.ts'
import type { RunFile } from '../../core/run-file.ts'
import { makePlan } from '../../plan/make-plan.ts'
import { describeEnvironment } from '../../run/describe-environment.ts'
import { recordRun } from '../../run/record-run.ts'
import { computeResult } from '../../stats/result/compute-result.ts'
import type { Io } from '../io.ts'
import { providerContextOf } from '../provider-context.ts'
import { readVersion } from '../version.ts'
import { type Interrupt, listenForInterrupt } from './interrupt.ts'
import { nextCommands } from './next-command.ts'
import { type PreparedTargets, prepareTargets } from './prepare-targets.ts'
import { type Presentation, presentResult } from './present-result.ts'

/** Deploys, measures, takes down, reports. */
export async function runBench(config: BenchConfig, presentation: Presentation, io: Io): Promise<ExitCode> {
  const interrupt = listenForInterrupt(io)
  try {
    const run = await measure(config, io, interrupt)
    const result = computeResult(run)
    const folder = join(io.cwd, 'results')
    const path = await presentResult(result, presentation, folder, io)
    io.stderr.write(
      `\nSaved ${relative(io.cwd, path)}\nNext:\n${nextCommands(result)
        .map((line) => `  ${line}\n`)
        .join('')}`,
    )
    return interrupt.exitCode() ?? exitCodeOf(result)
  } finally {
    interrupt.end()
  }
}

async function measure(config: BenchConfig, io: Io, interrupt: Interrupt): Promise<RunFile> {
  const runId = newRunId(io.clock.wallMs())
  const context = providerContextOf(io, { ledger: noLedger, signal: interrupt.signal })
  const prepared = await prepareTargets(config, runId, context)
  try {
    const limits = new Map([...prepared.providers].map(([id, provider]) => [id, provider.limits]))
    const seed = config.seed ?? Math.floor(io.clock.wallMs() % 2 ** 31)
    return await recordRun({
      ...prepared,
      runId,
      config,
      context,
      plan: makePlan({ ...config, seed }, prepared.targets, limits),
      toolVersion: await readVersion(),
      environment: await describeEnvironment({
        ...io,
        location: config.location,
        runtimes: runtimesOf(prepared),
      }),
      folder: join(io.cwd, 'results'),
      onEvent: () => {},
    })
  } finally {
    await prepared.destroy()
  }
}

/** What ran each local function: `lambda: aws-lambda-ric 4.0.2`. */
function runtimesOf({ targets }: PreparedTargets): Record<string, string> {
  return Object.fromEntries(
    targets.flatMap(({ id, details }) =>
      details?.runtimeClient ? [[id, String(details.runtimeClient)]] : [],
    ),
  )
}

/** A run in which nothing succeeded has failed, whatever it was meant to show. */
function exitCodeOf(result: Result): ExitCode {
  return result.samples.some(({ error }) => !error) ? exitCodes.done : exitCodes.failed
}
