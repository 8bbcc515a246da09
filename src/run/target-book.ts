import type { Deployment } from '../core/deployment.ts'
import type { ProbeRequest } from '../core/probe-request.ts'
import type { Target } from '../core/target.ts'
import type { OpenProvider } from '../providers/connections.ts'
import type { FunctionRequest } from '../workload/workload-description.ts'

/** What is measured, what it was deployed as, and who speaks to it. */
export interface PreparedTargets {
  readonly targets: readonly Target[]
  readonly deployments: readonly Deployment[]
  /** By provider id, for every target. */
  readonly providers: ReadonlyMap<string, OpenProvider>
  /** What the user wants a target asked with, by its id; a platform's usual request where it is not in here. */
  readonly requests?: ReadonlyMap<string, FunctionRequest>
}

/** The targets of a run where they are now: forcing a cold start may give one another address. */
export interface TargetBook {
  all(): readonly Target[]
  /** @throws Error for an id that the run does not have */
  target(id: string): Target
  /** @throws Error for a target whose provider was not given */
  providerOf(target: Target): OpenProvider
  /** One invocation of a target, ready to be sent. */
  requestTo(target: Target, nonce: string): Promise<ProbeRequest>
  /**
   * Forces the next invocation of every target of the deployment cold; they are called where they are from then on.
   * Undefined where the platform has no way to do it, or it is not known what to do it to.
   */
  evictionOf(target: Target): (() => Promise<void>) | undefined
}

/** A book with the targets as they were prepared. */
export function openTargetBook({ targets, deployments, providers, requests }: PreparedTargets): TargetBook {
  const byId = new Map(targets.map((target) => [target.id, target]))
  const providerOf = (target: Target): OpenProvider => {
    const provider = providers.get(target.provider)
    if (!provider) throw new Error(`No provider ${target.provider} was given for the target ${target.id}.`)
    return provider
  }
  return {
    all: () => [...byId.values()],
    target(id) {
      const target = byId.get(id)
      if (!target) throw new Error(`The plan names the target ${id}, which the run does not have.`)
      return target
    },
    providerOf,
    async requestTo(target, nonce) {
      const asked = requests?.get(target.id)
      const request = await providerOf(target).connection.request(target, nonce, asked)
      if (!asked) return request
      return {
        ...request,
        ...(asked.expect && { expect: asked.expect }),
        ...(asked.secrets && { secrets: [...(request.secrets ?? []), ...asked.secrets] }),
      }
    },
    evictionOf(target) {
      const { connection } = providerOf(target)
      const deployment = deployments.find(({ id }) => id === target.deployment)
      if (!connection.evict || !deployment) return undefined
      return async () => {
        for (const moved of (await connection.evict?.(deployment)) ?? [])
          if (byId.has(moved.id)) byId.set(moved.id, moved)
      }
    },
  }
}
