import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { Clock } from '../../../src/core/clock.ts'
import type { Ledger } from '../../../src/core/ledger.ts'
import { systemClock } from '../../../src/core/system-clock.ts'
import { loadProvider } from '../../../src/providers/index.ts'
import type { DeploySpec } from '../../../src/providers/provider.ts'
import { openLedger } from '../../../src/store/ledger/open-ledger.ts'
import { createFakeClock } from '../fake-clock.ts'
import { createTestContext } from '../provider-context.ts'
import { temporaryFolder } from '../temporary-folder.ts'

type CallListener = () => void | Promise<void>

/** Opens a scene that lives in the time of its clients. */
export type OpenScene = (clock: Clock) => Promise<Scene>

/** A platform's stand-in together with what is to be deployed to it by a client that may be killed. */
export interface Scene {
  readonly provider: string
  readonly env: Readonly<Record<string, string>>
  readonly baseUrls: Readonly<Record<string, string>>
  readonly spec: Partial<DeploySpec<object>>
  /** Called after each remote call is done and before it is answered; the answer waits for what it returns. */
  listen(listener: CallListener | undefined): void
  /** The last call, by the platform's name of it. */
  lastCall(): string
  /** What of ours is there that was not there before the deploy. */
  left(): readonly string[]
  /** Calls that the platform would not take. */
  faults(): readonly string[]
  close(): Promise<void>
}

/**
 * How a client ends: `freeze` stops it within this process, as if killed: the call is never answered, and what goes on
 * is what was on disk at that moment. `SIGKILL` ends a process of its own.
 */
export type Ending = 'freeze' | 'SIGKILL'

interface Outcome {
  /** False once a client has fewer calls than asked for and came to its end. */
  readonly killed: boolean
  /** The folder that holds the ledger as the end left it. */
  readonly cwd: string
}

const script = fileURLToPath(new URL('./provider-process.mjs', import.meta.url))
const sample = fileURLToPath(new URL('../../../fixtures/hello', import.meta.url))

/**
 * Deploys, evicts and destroys with a client that ends after its first remote call, its second, … until one lives to
 * its end; each time, whoever reads the ledger then destroys what is in it, and nothing may be left.
 * @param step 1 for after each call; 4 for after the 4th, the 8th, …
 * @param atOnce how many clients live at the same time
 * @returns the calls after which there was an end, and the most that any end left for destroy to find
 */
export async function killAfterEachCall(open: OpenScene, ending: Ending, step: number, atOnce: number) {
  const stages: string[] = []
  let mostLeft = 0
  for (let round = 0; ; round++) {
    const points = Array.from({ length: atOnce }, (_, index) => (round * atOnce + index + 1) * step)
    for (const point of await Promise.all(points.map((nth) => endAndDestroy(open, ending, nth)))) {
      if (!point.killed) return { stages, mostLeft }
      stages.push(point.last)
      mostLeft = Math.max(mostLeft, point.left)
    }
  }
}

async function endAndDestroy(open: OpenScene, ending: Ending, nth: number) {
  const clock = ending === 'freeze' ? createFakeClock() : systemClock
  const scene = await open(clock)
  const { killed, cwd } =
    ending === 'freeze' ? await freeze(scene, nth, clock) : await killProcess(scene, nth)
  scene.listen(undefined)
  const last = scene.lastCall()
  const left = scene.left().length
  expect(
    await destroyFromLedger(scene, cwd, createFakeClock(clock.wallMs())),
    `in the ledger, after ${last}`,
  ).toEqual([])
  expect(scene.left(), `after ${last}`).toEqual([])
  expect(scene.faults()).toEqual([])
  await scene.close()
  return { killed, last, left }
}

async function killProcess(scene: Scene, nth: number): Promise<Outcome> {
  const { provider, env, baseUrls } = scene
  const cwd = temporaryFolder()
  const given = JSON.stringify({ provider, cwd, home: cwd, env, baseUrls, spec: specOf(scene) })
  const child = spawn(process.execPath, [script, given], { stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const ended = once(child, 'close')
  let calls = 0
  scene.listen(async () => {
    if (++calls !== nth) return
    child.kill('SIGKILL')
    await ended
  })
  const [code, signal] = await ended
  const killed = signal === 'SIGKILL'
  if (!killed) expect(code, errors).toBe(0)
  return { killed, cwd }
}

async function freeze(scene: Scene, nth: number, clock: Clock): Promise<Outcome> {
  const cwd = temporaryFolder()
  const forEver = new Promise<never>(() => {})
  let calls = 0
  let isFrozen = false
  const frozen = new Promise<string>((resolve) => {
    scene.listen(() => {
      if (++calls < nth) return undefined
      if (calls === nth) resolve(copyOf(cwd))
      isFrozen = true
      return forEver
    })
  })
  const onDisk = openLedger({ cwd, clock })
  const living = liveThrough(
    scene,
    cwd,
    clock,
    freezable(onDisk, () => isFrozen),
  )
  const survivor = await Promise.race([frozen, living.then(() => undefined)])
  living.catch(() => {})
  await onDisk.close()
  return survivor === undefined ? { killed: false, cwd } : { killed: true, cwd: survivor }
}

/** A ledger that takes nothing once its client is frozen, so that a call beside the last one begins nothing new. */
function freezable(ledger: Ledger, isFrozen: () => boolean): Ledger {
  return new Proxy(ledger, {
    get(of, name: keyof Ledger) {
      const method = of[name] as (...given: unknown[]) => unknown
      return (...given: unknown[]) => (isFrozen() ? new Promise(() => {}) : method.apply(of, given))
    },
  })
}

function copyOf(folder: string): string {
  const copy = temporaryFolder()
  cpSync(folder, copy, { recursive: true })
  return copy
}

async function liveThrough(scene: Scene, cwd: string, clock: Clock, ledger: Ledger): Promise<void> {
  await withConnection({ scene, cwd, clock, ledger }, async (connection, options) => {
    const deployment = await connection.deploy(await connection.plan({ ...specOf(scene), options }))
    await connection.evict?.(deployment)
    for (const open of await ledger.open()) await connection.destroy(open)
  })
}

/** Destroys whatever the ledger of a folder holds. @returns the ids that it still holds then */
async function destroyFromLedger(scene: Scene, cwd: string, clock: Clock): Promise<string[]> {
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

function specOf(scene: Scene): DeploySpec<unknown> {
  const workload = { folder: sample }
  return { runId: '2026-11-23T000000-abcd', workload, replicas: 1, options: {}, ...scene.spec }
}
