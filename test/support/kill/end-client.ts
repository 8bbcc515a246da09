import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { Clock } from '../../../src/core/clock.ts'
import type { Ledger } from '../../../src/core/ledger.ts'
import { openLedger } from '../../../src/store/ledger/open-ledger.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { liveThrough } from './live-client.ts'
import { type Scene, specOf } from './scene.ts'

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

/** Lives in a process of its own and ends after its nth remote call. */
export async function killProcess(scene: Scene, nth: number): Promise<Outcome> {
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

/** Lives in this process and stands still from its nth remote call on. */
export async function freeze(scene: Scene, nth: number, clock: Clock): Promise<Outcome> {
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
