import type { Deployment, Resource } from './deployment.ts'

/**
 * The record of every remote create, written before the call is made, so that a deployment
 * that was killed at any point can be found and destroyed.
 */
export interface Ledger {
  /**
   * Makes this process the only writer, before it touches what an earlier one left; every write does so too.
   * @throws ColdstartError `ledger-in-use` while another process is
   */
  claim(): Promise<void>
  /** Opens an entry for a deployment that is about to be made. */
  begin(deployment: Deployment): Promise<void>
  /** The create call for this resource is about to be made; returns once the line is on disk. */
  creating(deploymentId: string, resource: Resource): Promise<void>
  /** The platform answered with the resource's id. */
  created(deploymentId: string, resource: Resource): Promise<void>
  /** A setting of something that is not ours is about to be changed; `before` is what must be put back. */
  changing(deploymentId: string, resource: Resource, before: unknown): Promise<void>
  /** Changes of a deployment that were not restored, oldest first. */
  pendingChanges(deploymentId: string): Promise<readonly PendingChange[]>
  restored(deploymentId: string, resource: Resource): Promise<void>
  /** The resource is gone (deleted now, or already). */
  removed(deploymentId: string, resource: Resource): Promise<void>
  /** The deployment is complete, with its targets. */
  ready(deployment: Deployment): Promise<void>
  /** Destroy is confirmed. */
  ended(deploymentId: string): Promise<void>
  /** Deployments not ended, with the resources they may still own, in order of creation. */
  open(): Promise<readonly Deployment[]>
}

/** A setting of something that is not ours, with what must be put back. */
export interface PendingChange {
  readonly resource: Resource
  readonly before: unknown
}

const nothing = async (): Promise<void> => {}

/** For deployments that end with this process, as the local engine's do: there is nothing to find later. */
export const noLedger: Ledger = {
  begin: nothing,
  creating: nothing,
  created: nothing,
  changing: nothing,
  restored: nothing,
  removed: nothing,
  ready: nothing,
  ended: nothing,
  open: async () => [],
  pendingChanges: async () => [],
  claim: nothing,
}
