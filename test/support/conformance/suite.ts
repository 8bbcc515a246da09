import { it } from 'vitest'
import type { Deployment } from '../../../src/core/deployment.ts'
import type { Target } from '../../../src/core/target.ts'
import type { DeploySpec, ProviderContext } from '../../../src/providers/provider.ts'
import type { Connected } from '../connected.ts'
import { type DeployContext, invoke, specFor } from '../stand-in/deploy-setup.ts'

/** A platform's stand-in, as far as every provider's suite needs it. */
export interface Platform {
  readonly context: DeployContext
  /** What must not be written anywhere. */
  readonly secrets: readonly string[]
  /** Names of all that exists remotely now, as the ledger names it. */
  existing(): readonly string[]
  /** Adds something that coldstart did not make and must never delete. @returns its name */
  addForeign?(): string
  /** The listener runs after each remote call took effect and before it is answered. */
  onCall?(listener: () => void): void
  /** Calls that the platform's own description does not allow. */
  faults(): readonly string[]
}

export interface Conformance {
  /** A fresh platform; it ends with the test (onTestFinished). */
  open(): Promise<Platform>
  readonly options?: object
  /** Left out where one deployment cannot be forced cold. */
  readonly replicas?: number
}

/** A provider, and the platform that its promises are kept on. */
export interface Suite<Options> {
  readonly provider: Connected<Options>
  open(): Promise<Platform>
  readonly replicas: number
  /** @param replicas the suite's own unless given */
  spec(replicas?: number): DeploySpec<Options>
  deploy(context: ProviderContext): Promise<Deployment>
}

export function suiteOf<Options>(
  provider: Connected<Options>,
  { open, options, replicas = 2 }: Conformance,
): Suite<Options> {
  const spec = (count = replicas) => specFor(provider, options, { replicas: count })
  return { provider, open, spec, replicas, deploy: (context) => provider.deploy(spec(), context) }
}

/** A promise that a provider need not make is no test of his, not a skipped one. */
export function itIf(applies: boolean): typeof it | (() => void) {
  return applies ? it : () => {}
}

/** What each target's instance says of itself. */
export async function callAll<Options>(
  provider: Connected<Options>,
  targets: readonly Target[],
  context: ProviderContext,
) {
  const instances = []
  for (const target of targets) instances.push((await invoke(provider, target, context)).read.instance)
  return instances
}
