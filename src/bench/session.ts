import type { BenchConfig } from '../config/bench-config.ts'
import type { Clock } from '../core/clock.ts'
import { isColdstartError, messageOf } from '../core/errors.ts'
import { type Logger, silentLogger } from '../core/logger.ts'
import { systemClock } from '../core/system-clock.ts'
import type { StartEngine } from '../engine/start-engine.ts'
import { type Connections, openConnections } from '../providers/connections.ts'
import { openNetwork } from '../providers/open-network.ts'
import type { DeployPlan, ProviderContext } from '../providers/provider.ts'
import type { StartProber } from '../run/session.ts'
import { openLedger } from '../store/ledger/open-ledger.ts'
import type { NodeBinary } from '../workload/workload-description.ts'

/** Everything that a run may touch of the outside world. */
export interface BenchContext {
  /** The folder of `results/` and `.coldstart/`, and the one that paths are relative to. */
  readonly cwd: string
  /** Where credentials and proxies are looked up: `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where the command-line tools of the platforms keep their logins. @default HOME or USERPROFILE of `env` */
  readonly home?: string
  /** For the record: `process.version`. */
  readonly nodeVersion: string
  /** By the names of functions: the Node that runs them on the local engine, in place of this one. */
  readonly nodes?: ReadonlyMap<string, NodeBinary>
  /** @default the system's */
  readonly clock?: Clock
  /** Aborted: no new invocation, those in flight get a moment; what was measured is in the run file and can be resumed. */
  readonly signal?: AbortSignal
  /** @default silent */
  readonly logger?: Logger
  /** API name → base URL, in place of the platforms' own: for stand-ins and private gateways. */
  readonly baseUrls?: Readonly<Record<string, string>>
  /** What times the requests, started for each run and closed after it. @default `startProber` */
  readonly startProber?: StartProber
  /** What starts the local engine. @default `startEngine` */
  readonly startEngine?: StartEngine
  /** False where only figures are needed: the result's `samples` are then empty, and a run of any length takes little memory. @default true */
  readonly samples?: boolean
  /** A PEM file of certificate authorities to trust beside the usual ones and those of NODE_EXTRA_CA_CERTS. */
  readonly ca?: string
  /** What is measured may go by the proxies of `env`; each sample says so. @default refused */
  readonly throughProxy?: boolean
  /**
   * Asked once, with everything that would be made, on which account, at what cost, before the first remote create.
   * Without it nothing is ever deployed to a cloud.
   */
  readonly agree?: (plans: readonly DeployPlan[]) => boolean | Promise<boolean>
}

/**
 * Runs work with the ledger of the folder and connections that are closed whatever happens.
 * @param addresses what stored addresses of targets stand for, where they hold hashes
 */
export async function withConnections<Done>(
  context: BenchContext,
  work: (connections: Connections) => Promise<Done>,
  addresses: ReadonlyMap<string, string> = new Map(),
): Promise<Done> {
  const { cwd, env, clock = systemClock, logger = silentLogger, baseUrls = {} } = context
  const network = await openNetwork({ env, cwd, ca: context.ca, throughProxy: context.throughProxy })
  const ledger = openLedger({ cwd, clock })
  const connections = openConnections({
    cwd,
    env,
    home: context.home ?? env.HOME ?? env.USERPROFILE ?? cwd,
    clock,
    signal: context.signal ?? new AbortController().signal,
    logger,
    ledger,
    network,
    baseUrls,
    addresses,
    ...(context.startEngine && { startEngine: context.startEngine }),
  } satisfies ProviderContext)
  try {
    return await work(connections)
  } finally {
    await connections.close()
    await network.close()
    await ledger.close()
  }
}

/** A context with the way out that the settings of a run prescribe; what the context says itself comes first. */
export function withWayOut<Context extends Partial<BenchContext>>(
  context: Context,
  { ca, throughProxy }: Pick<BenchConfig, 'ca' | 'throughProxy'>,
): Context {
  return { ...(ca !== undefined && { ca }), ...(throughProxy && { throughProxy }), ...context }
}

/**
 * Puts back what a killed run left changed of functions that are not ours. Does nothing while another coldstart is
 * using the ledger, and never fails the work: what cannot be put back now stays in the ledger for the next start or
 * `coldstart destroy`.
 */
export async function restoreLeftBehind(connections: Connections): Promise<void> {
  const { ledger, logger } = connections.context
  for (const deployment of await ledger.open()) {
    if ((await ledger.pendingChanges(deployment.id)).length === 0) continue
    try {
      await ledger.claim()
      const { connection } = await connections.to(deployment.provider)
      await connection.destroy(deployment)
      logger.warn(`${deployment.id}: put back what an interrupted run had changed.`)
    } catch (error) {
      if (isColdstartError(error) && error.code === 'ledger-in-use') return
      logger.warn(
        `${deployment.id}: what an interrupted run had changed could not be put back: ${messageOf(error)}`,
      )
    }
  }
}
