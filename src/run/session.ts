import type { LimitFunction } from 'p-limit'
import type { Clock } from '../core/clock.ts'
import { isoNow } from '../core/clock.ts'
import type { Deployment } from '../core/deployment.ts'
import type { OnRunEvent } from '../core/run-event.ts'
import type { RunFile, RunHeader, RunNote } from '../core/run-file.ts'
import type { Target } from '../core/target.ts'
import type { Lane, Plan } from '../plan/plan.ts'
import type { Prober } from '../probe/prober.ts'
import type { OpenProvider } from '../providers/connections.ts'
import type { Connection } from '../providers/provider.ts'
import type { Journal } from '../store/journal.ts'
import type { RunState } from './run-state.ts'

/** What a plan is executed with. */
export interface ExecutePlanOptions {
  readonly plan: Plan
  readonly header: RunHeader
  /** By provider id, for every target of the header. */
  readonly providers: ReadonlyMap<string, OpenProvider>
  readonly prober: Prober
  readonly clock: Clock
  /** Closed when the execution ends, however it ends. */
  readonly journal: Journal
  readonly onEvent: OnRunEvent
  /** Aborted: no new invocation; those in flight get `graceMs`, then the journal is closed. */
  readonly signal: AbortSignal
  /** Rounds that are made while the run goes on, in place of the plan's own. */
  readonly lanes?: readonly Lane[]
  /** What was recorded before, when a run is resumed. */
  readonly earlier?: Pick<RunFile, 'samples' | 'notes'>
  /** @default 5000 */
  readonly graceMs?: number
  /** Whether a host accepts connections; asked only after failures. @default a TCP connection is tried */
  readonly isReachable?: (url: URL) => Promise<boolean>
}

/** One execution of a plan while it goes on. */
export interface Session extends ExecutePlanOptions {
  readonly state: RunState
  /** By id, as they are now: forcing a cold start may give a target another address. */
  readonly targets: Map<string, Target>
  /** One visit is measured at a time, whatever else goes on. */
  readonly slot: LimitFunction
  /** Aborted when the moment that requests in flight get is over. */
  readonly inFlight: AbortSignal
}

/** Records something that happened and is not a sample. */
export async function takeNote(
  session: Session,
  kind: string,
  message: string,
  target?: string,
): Promise<void> {
  const note: RunNote = {
    type: 'note',
    at: isoNow(session.clock),
    kind,
    message,
    ...(target ? { target } : {}),
  }
  session.state.addNote(note)
  await session.journal.append(note)
  session.onEvent({ type: 'note', note })
}

export function targetOf(session: Session, id: string): Target {
  const target = session.targets.get(id)
  if (!target) throw new Error(`The plan names the target ${id}, which the run does not have.`)
  return target
}

export function providerOf(session: Session, target: Target): OpenProvider {
  const provider = session.providers.get(target.provider)
  if (!provider) throw new Error(`No provider ${target.provider} was given for the target ${target.id}.`)
  return provider
}

/**
 * Forces a deployment cold; its targets are called where they are from now on.
 * @throws ColdstartError those of the provider's `evict`
 */
export async function evictDeployment(
  { targets }: Session,
  deployment: Deployment,
  { evict }: Connection,
): Promise<void> {
  for (const target of (await evict?.(deployment)) ?? [])
    if (targets.has(target.id)) targets.set(target.id, target)
}
