import { homedir } from 'node:os'
import { describe, expect, it } from 'vitest'
import type { Deployment } from '../../src/core/deployment.ts'
import { newRunId } from '../../src/core/ids.ts'
import type { Ledger } from '../../src/core/ledger.ts'
import { systemClock } from '../../src/core/system-clock.ts'
import { openNetwork } from '../../src/providers/open-network.ts'
import type { ProviderContext } from '../../src/providers/provider.ts'
import { openLedger } from '../../src/store/ledger/open-ledger.ts'
import type { Connected } from '../support/connected.ts'
import { invoke, specFor } from '../support/stand-in/deploy-setup.ts'

export interface LiveCycle {
  /** The variable that must be 1 before anything is made: `COLDSTART_LIVE_GOOGLE`. */
  readonly switchedOnBy: string
  readonly options?: object
}

const LONGEST_MS = 30 * 60_000

/**
 * The whole cycle against a real account. Makes real things and may cost cents. The ledger is the one of this
 * folder, so that after a crash `npx coldstart destroy --all` takes down what was made.
 */
export function describeLive<Options>(provider: Connected<Options>, cycle: LiveCycle): void {
  const on = process.env[cycle.switchedOnBy] === '1'
  const how = `set ${cycle.switchedOnBy}=1 and have credentials`
  describe.skipIf(!on)(`${provider.id}, for real (${how})`, () => {
    it(
      'deploys, starts cold, stays warm, starts cold by evict, and leaves nothing',
      async () => {
        const ledger = openLedger({ cwd: process.cwd(), clock: systemClock })
        try {
          await runLiveCycle(provider, await createLiveContext(ledger), cycle.options)
        } finally {
          await ledger.close()
        }
      },
      LONGEST_MS,
    )
  })
}

/** check, preview, deploy, cold, warm, evict, cold, destroy; whatever fails, what was made is destroyed. */
export async function runLiveCycle<Options>(
  provider: Connected<Options>,
  context: ProviderContext,
  options: object = {},
): Promise<void> {
  const readiness = await provider.check(context)
  expect(readiness.checks.filter(({ state }) => state === 'problem')).toEqual([])
  const spec = specFor(provider, options, { runId: newRunId(context.clock.wallMs()), replicas: 2 })
  context.logger.info(JSON.stringify(await provider.preview(spec, context), null, 2))
  const before = (await context.ledger.open()).map(({ id }) => id)
  try {
    const made = await provider.deploy(spec, context)
    await expectColdThenWarm(provider, made, context)
    const targets = await provider.evict?.(made, context)
    if (targets) await expectColdThenWarm(provider, { ...made, targets: [...targets] }, context)
  } finally {
    const ours = (await context.ledger.open()).filter(({ id }) => !before.includes(id))
    for (const one of ours) await provider.destroy(one, context)
  }
  expect((await context.ledger.open()).map(({ id }) => id)).toEqual(before)
}

async function expectColdThenWarm<Options>(
  provider: Connected<Options>,
  { targets }: Deployment,
  context: ProviderContext,
): Promise<void> {
  for (const target of targets)
    for (const invocation of [1, 2]) {
      const { read } = await invoke(provider, target, context)
      context.logger.info(`${target.id}: ${JSON.stringify(read)}`)
      expect(read).toMatchObject({ instance: { invocation } })
    }
}

async function createLiveContext(ledger: Ledger): Promise<ProviderContext> {
  const say = (message: string) => console.info(message)
  const logger = { debug: say, info: say, warn: say }
  const { signal } = new AbortController()
  const cwd = process.cwd()
  const { env } = process
  const network = await openNetwork({ env, cwd })
  return { env, home: homedir(), cwd, clock: systemClock, signal, logger, ledger, network, baseUrls: {} }
}
