import { join } from 'node:path'
import type { BenchConfig } from '../config/bench-config.ts'
import type { OnRunEvent } from '../core/run-event.ts'
import { readVersion } from '../core/version.ts'
import { CPU_OFF } from '../engine/cpu/describe-cpu.ts'
import { limitsOf } from '../plan/limits.ts'
import { planRun } from '../plan/make-plan.ts'
import type { Prober } from '../probe/prober.ts'
import type { Connections } from '../providers/connections.ts'
import { describeEnvironment } from '../run/describe-environment.ts'
import { measureRun, startProberFor } from '../run/record-run.ts'
import type { MeasuredRun, RunContext } from '../run/session.ts'
import type { PreparedTargets } from '../run/target-book.ts'
import { lastReplies } from '../store/last-replies.ts'
import { RESULTS_FOLDER } from '../store/recorded-runs.ts'
import type { BenchContext } from './session.ts'
import type { PlannedTargets } from './targets.ts'

/** What measuring goes on in. */
export interface MeasuringContext {
  readonly context: BenchContext
  readonly connections: Connections
  readonly onEvent: OnRunEvent
  /** Started before the targets were there; left out where they took long. */
  readonly prober?: Promise<Prober> | undefined
  /** Whether the run may end, with `--until-decided`. */
  readonly isDecided?: RunContext['isDecided']
}

/**
 * The prober of targets that are ready within a second, started beside them; undefined where something is deployed
 * to a cloud, since what was warm before would be cold again.
 */
export function startProberEarly(
  { local, clouds, ownLambdas, urls }: PlannedTargets,
  context: BenchContext,
): Promise<Prober> | undefined {
  if (clouds.length > 0 || ownLambdas.length > 0) return undefined
  const prober = startProberFor([...urls, ...(local.length > 0 ? [{ url: 'http:' }] : [])], context)
  prober.catch(() => {})
  return prober
}

/** Measures targets that are ready, by a plan of the configuration, into the run file `results/<runId>.jsonl`. */
export async function measureTargets(
  config: BenchConfig,
  prepared: PreparedTargets,
  runId: string,
  { context, connections, onEvent, prober, isDecided }: MeasuringContext,
): Promise<MeasuredRun> {
  const seed = config.seed ?? Math.floor(connections.context.clock.wallMs() % 2 ** 31)
  const { clock, signal } = connections.context
  const environment = await describeEnvironment({
    ...context,
    location: config.location,
    runtimes: runtimesOf(prepared),
    cpuShares: cpuSharesOf(prepared),
    coldDisks: coldDisksOf(prepared),
    providerApis: apisOf(prepared),
  })
  const run = {
    ...planRun({ ...config, seed }, prepared.targets, limitsOf(prepared.providers)),
    runId,
    config,
    toolVersion: await readVersion(),
    environment,
    folder: join(context.cwd, RESULTS_FOLDER),
    ...(config.idleSinceRecorded && { lastReplies: await lastReplies(context.cwd, prepared.targets) }),
  }
  const { startProber } = context
  const given = {
    clock,
    signal,
    onEvent,
    ...(startProber && { startProber }),
    ...(isDecided && { isDecided }),
  }
  return measureRun(run, prepared, given, prober)
}

/** What ran each local function: `lambda: aws-lambda-ric 4.0.2`. */
function runtimesOf({ targets }: PreparedTargets): Record<string, string> {
  return Object.fromEntries(
    targets.flatMap(({ id, platform, facts }) =>
      platform === 'local' && facts?.parity?.runBy ? [[id, facts.parity.runBy]] : [],
    ),
  )
}

/** What each local function got of the CPU: `lambda: off`. */
function cpuSharesOf({ targets }: PreparedTargets): Record<string, string> {
  const local = targets.filter(({ platform }) => platform === 'local')
  return Object.fromEntries(local.map(({ id, facts }) => [id, String(facts?.parity?.cpu ?? CPU_OFF)]))
}

/** Which pages were dropped before each cold start: `lambda: pages of the package …`. */
function coldDisksOf({ targets }: PreparedTargets): Record<string, string> {
  return Object.fromEntries(
    targets.flatMap(({ id, facts }) => (facts?.parity?.disk ? [[id, facts.parity.disk]] : [])),
  )
}

function apisOf({ providers }: PreparedTargets): Record<string, string> {
  return Object.fromEntries(
    [...providers].flatMap(([id, { provider }]) =>
      provider.apiVersion === undefined ? [] : [[id, provider.apiVersion]],
    ),
  )
}
