import type { Deployment } from '../core/deployment.ts'
import { type ColdstartError, isColdstartError } from '../core/errors.ts'
import { type Connections, openConnections } from '../providers/connections.ts'

/** What taking down tells those who watch it. */
export type TakeDownEvent =
  | { readonly type: 'kept'; readonly deployments: readonly Deployment[] }
  | { readonly type: 'destroyed'; readonly deployment: Deployment }
  | { readonly type: 'not-destroyed'; readonly deployment: Deployment; readonly error: ColdstartError }

/** Hears what is kept, what was taken down, and what could not be. */
export type OnTakeDownEvent = (event: TakeDownEvent) => void

/** What there was before the run, and whether what it made is to stay. */
export interface TakeDownOptions {
  readonly keep: boolean
  /** Ids of the ledger's deployments from before. */
  readonly before: ReadonlySet<string>
}

/**
 * Takes down what a run made: the engines, and, unless they are to be kept, the remote deployments of the ledger
 * that were not there before, whole or half-made. Of what is kept, functions that are not ours are still put back
 * as they were. An interrupt does not stop this.
 * @returns the remote deployments that are still there against the user's will
 */
export async function takeDown(
  made: readonly Deployment[],
  { keep, before }: TakeDownOptions,
  connections: Connections,
  onEvent: OnTakeDownEvent,
): Promise<Deployment[]> {
  const context = { ...connections.context, signal: new AbortController().signal }
  for (const deployment of made) {
    const { provider, connection } = await connections.to(deployment.provider)
    if (provider.endsWithProcess) await connection.destroy(deployment)
  }
  const remote = (await context.ledger.open()).filter(({ id }) => !before.has(id))
  const unwanted = keep ? remote.filter(({ resources }) => resources.some(({ owned }) => !owned)) : remote
  if (keep && remote.length > 0) onEvent({ type: 'kept', deployments: remote })
  const uninterrupted = openConnections(context)
  try {
    return await destroyDeployments(unwanted, uninterrupted, onEvent)
  } finally {
    await uninterrupted.close()
  }
}

/**
 * Takes deployments down one after the other, newest first; one that fails does not keep the others.
 * @returns those that are still there
 * @throws the reason of the context's signal, between two deployments
 */
export async function destroyDeployments(
  deployments: readonly Deployment[],
  connections: Connections,
  onEvent: OnTakeDownEvent,
): Promise<Deployment[]> {
  const left: Deployment[] = []
  for (const deployment of [...deployments].reverse()) {
    connections.context.signal.throwIfAborted()
    try {
      const { connection } = await connections.to(deployment.provider)
      await connection.destroy(deployment)
      onEvent({ type: 'destroyed', deployment })
    } catch (error) {
      if (!isColdstartError(error)) throw error
      left.push(deployment)
      onEvent({ type: 'not-destroyed', deployment, error })
    }
  }
  return left
}
