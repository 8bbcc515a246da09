import type { Clock } from '../../../src/core/clock.ts'
import type { Ledger } from '../../../src/core/ledger.ts'
import { loadProvider } from '../../../src/providers/index.ts'
import { openLedger } from '../../../src/store/ledger/open-ledger.ts'
import { createTestContext } from '../provider-context.ts'
import { type Scene, specOf } from './scene.ts'

/** Deploys, evicts and destroys. */
export async function liveThrough(scene: Scene, cwd: string, clock: Clock, ledger: Ledger): Promise<void> {
  await withConnection({ scene, cwd, clock, ledger }, async (connection, options) => {
    const deployment = await connection.deploy(await connection.plan({ ...specOf(scene), options }))
    await connection.evict?.(deployment)
    for (const open of await ledger.open()) await connection.destroy(open)
  })
}

/** Destroys whatever the ledger of a folder holds. @returns the ids that it still holds then */
export async function destroyFromLedger(scene: Scene, cwd: string, clock: Clock): Promise<string[]> {
  const ledger = openLedger({ cwd, clock })
  await withConnection({ scene, cwd, clock, ledger }, async (connection) => {
    for (const deployment of await ledger.open()) await connection.destroy(deployment)
  })
  const still = (await ledger.open()).map(({ id }) => id)
  await ledger.close()
  return still
}

interface Client {
  readonly scene: Scene
  readonly cwd: string
  readonly clock: Clock
  readonly ledger: Ledger
}

type OpenedProvider = ReturnType<Awaited<ReturnType<typeof loadProvider>>['open']>

async function withConnection(
  { scene, cwd, clock, ledger }: Client,
  use: (connection: OpenedProvider, options: unknown) => Promise<void>,
): Promise<void> {
  const { env, baseUrls } = scene
  const provider = await loadProvider(scene.provider)
  const connection = provider.open(createTestContext({ env, baseUrls, cwd, home: cwd, clock, ledger }))
  try {
    await use(connection, provider.options.parse(scene.spec.options ?? {}))
  } finally {
    await connection.close()
  }
}
