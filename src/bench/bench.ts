import type { z } from 'zod'
import type { BenchConfig, benchConfig } from '../config/bench-config.ts'
import { resolveConfig } from '../config/resolve-config.ts'
import type { Deployment } from '../core/deployment.ts'
import { newRunId } from '../core/ids.ts'
import type { Connections } from '../providers/connections.ts'
import type { MeasuredRun } from '../run/session.ts'
import type { PreparedTargets } from '../run/target-book.ts'
import { withAgainst } from './against.ts'
import { agreeTo } from './agree-to.ts'
import { type BenchOutcome, conclude, type Measured, type OnBenchEvent } from './bench-outcome.ts'
import { areDecided, checkBudgetTargets, prepareBudgets, withBaselineRun } from './budgets.ts'
import { benchByWorkers } from './by-workers.ts'
import { functionsEvents } from './describe-functions.ts'
import { measureTargets, startProberEarly } from './measure-targets.ts'
import { wordReaders } from './read-request.ts'
import { refuseBeyondOpenFiles } from './refuse-beyond-open-files.ts'
import { refuseWithoutEffect } from './refuse-without-effect.ts'
import { sealTargets } from './seal-targets.ts'
import { withoutSecrets } from './sealed-words.ts'
import { type BenchContext, restoreLeftBehind, withConnections, withWayOut } from './session.ts'
import { checkProviders, SERVICE, sortSources } from './sources.ts'
import { takeDown } from './take-down.ts'
import { type PlannedTargets, planTargets, prepareTargets } from './targets.ts'
import { withTrigger } from './trigger.ts'

/** What is to be measured: the settings of coldstart.config.*, as they are written there; `{}` is the default run. */
export type BenchRequest = Readonly<z.input<typeof benchConfig>>

export type { BenchEvent, BenchOutcome, OnBenchEvent } from './bench-outcome.ts'

/**
 * Measures cold and warm latency: deploys what has to be deployed, measures, takes down, computes the result.
 * `deploy: true` deploys to the clouds named in `providers`, once `context.agree` said yes; otherwise they are contracts of
 * the local engine. Reads no configuration file, prints nothing.
 *
 * @example
 * const { result, runFile } = await bench(
 *   { providers: 'lambda', cold: 2, warm: 4 },
 *   { cwd: process.cwd(), env: process.env, nodeVersion: process.version },
 * )
 *
 * @throws ColdstartError `bad-config-value`, `bad-arguments`, `without-effect`, `too-few-files`, `bad-budget`, `declined`, and those of providers and run
 */
export async function bench(
  request: BenchRequest,
  context: BenchContext,
  onEvent: OnBenchEvent = () => {},
): Promise<BenchOutcome> {
  const asked = resolveConfig({ file: { path: 'bench()', values: request } }).config
  checkProviders(asked, '', [SERVICE])
  if (asked.workers !== undefined) return benchByWorkers(asked, context, onEvent)
  const addresses = new Map<string, string>()
  const sealed = await sealTargets(asked, context, addresses)
  const sources = await sourcesOf(sealed, context)
  const triggered = await withTrigger(sealed, context)
  const budgets = await prepareBudgets(sealed, context.cwd)
  const config = await withBaselineRun(sealed, context.cwd)
  const recorded = await withoutSecrets(config, context.cwd, wordReaders(context))
  return withConnections(
    withWayOut(context, config),
    async (connections) => {
      await restoreLeftBehind(connections)
      const runId = newRunId(connections.context.clock.wallMs())
      const planned = await planTargets(sources, config, runId, connections)
      for (const event of functionsEvents(planned.functions, sources)) onEvent(event)
      await agreeTo(planned, config, connections, context)
      const prober = startProberEarly(planned, triggered)
      const measured = await deployed(planned, config, connections, onEvent, (prepared) => {
        checkBudgetTargets(budgets, prepared.targets)
        return measureTargets(recorded, prepared, runId, {
          context: triggered,
          connections,
          onEvent,
          prober,
          isDecided: (soFar, confidence) => areDecided(soFar, budgets, confidence),
        })
      }).finally(() => closeProber(prober))
      return conclude(measured, config, budgets, context)
    },
    addresses,
  )
}

/**
 * Where the functions come from, once nothing that was asked for would be ignored.
 * @throws ColdstartError `without-effect`, `too-few-files`, and those of finding a function
 */
async function sourcesOf(sealed: BenchConfig, context: BenchContext) {
  const twofold = await withAgainst(sealed, context)
  const sources = await sortSources(twofold, sealed.deploy ? 'cloud' : 'local', context)
  refuseWithoutEffect(sealed, sources)
  refuseBeyondOpenFiles(sealed, sources)
  return sources
}

/** One that could not start has nothing to close. */
async function closeProber(prober: ReturnType<typeof startProberEarly>): Promise<void> {
  await prober?.then(
    ({ close }) => close(),
    () => {},
  )
}

/** Deploys, does the work, and takes down whatever happened. */
async function deployed(
  planned: PlannedTargets,
  { keep }: BenchConfig,
  connections: Connections,
  onEvent: OnBenchEvent,
  work: (prepared: PreparedTargets) => Promise<MeasuredRun>,
): Promise<Measured> {
  const made: Deployment[] = []
  const before = new Set((await connections.context.ledger.open()).map(({ id }) => id))
  let run: MeasuredRun
  let leftBehind: readonly Deployment[] = []
  try {
    run = await work(await prepareTargets(planned, connections, (deployment) => made.push(deployment)))
  } finally {
    leftBehind = await takeDown(made, { keep, before }, connections, onEvent)
  }
  return { run, leftBehind }
}
