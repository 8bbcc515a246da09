import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Deployment } from '../../../src/core/deployment.ts'
import { newNonce } from '../../../src/core/ids.ts'
import type { Interpretation, ProbeReply } from '../../../src/core/probe-request.ts'
import type { Target } from '../../../src/core/target.ts'
import { callOnce } from '../../../src/providers/call-once.ts'
import type { DeploySpec, Provider, ProviderContext } from '../../../src/providers/provider.ts'
import { type DiskLedger, openLedger } from '../../../src/store/ledger/open-ledger.ts'
import type { Connected } from '../connected.ts'
import { createFakeClock, type FakeClock } from '../fake-clock.ts'
import { createTestContext } from '../provider-context.ts'
import { temporaryFolder } from '../temporary-folder.ts'

export const helloFixture = fileURLToPath(new URL('../../../fixtures/hello', import.meta.url))

export interface DeployContext extends ProviderContext {
  readonly clock: FakeClock
  readonly ledger: DiskLedger
  readonly logged: string[]
}

/** A context with a ledger on disk, in a folder that is gone after the test. */
export function createDeployContext(
  given: Partial<ProviderContext> & { readonly clock?: FakeClock },
): DeployContext {
  const clock = given.clock ?? createFakeClock()
  const cwd = temporaryFolder()
  const ledger = openLedger({ cwd, clock })
  onTestFinished(() => ledger.close())
  return createTestContext({ cwd, home: cwd, ledger, ...given, clock }) as DeployContext
}

/** fixtures/hello, once, with the provider's default options. */
export function specFor<Options>(
  provider: Pick<Provider<Options>, 'options'>,
  options: object = {},
  given: Partial<DeploySpec<Options>> = {},
): DeploySpec<Options> {
  const parsed = provider.options.parse(options)
  return {
    runId: '2026-11-23T154200-k3f9',
    workload: { folder: helloFixture },
    replicas: 1,
    options: parsed,
    ...given,
  }
}

/** Sends a target's request as the probe would, and lets the provider read the reply. */
export async function invoke<Options>(
  provider: Connected<Options>,
  target: Target,
  context: ProviderContext,
): Promise<{ readonly reply: ProbeReply; readonly read: Interpretation }> {
  const nonce = newNonce()
  const reply = await callOnce(await provider.request(target, nonce, context), context)
  return { reply, read: provider.interpret(reply, nonce) }
}

/** The only deployment in the ledger that has not ended. */
export async function onlyOpen(context: ProviderContext): Promise<Deployment> {
  const [deployment, ...more] = await context.ledger.open()
  if (!deployment || more.length > 0) throw new Error(`${more.length + 1} deployments are open, not one`)
  return deployment
}
