import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Deployment } from '../../src/core/deployment.ts'
import { systemClock } from '../../src/core/system-clock.ts'
import { loadProvider } from '../../src/providers/index.ts'
import type { DeploySpec, ProviderContext } from '../../src/providers/provider.ts'
import { openLedger } from '../../src/store/ledger/open-ledger.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** What a test gives of a platform's stand-in. */
export interface Victim {
  readonly provider: string
  readonly env: Readonly<Record<string, string>>
  readonly baseUrls: Readonly<Record<string, string>>
  readonly spec: Partial<DeploySpec<object>>
  /** Called by the stand-in after each remote call is done and before it is answered. */
  set onCall(listener: () => void | Promise<void>)
}

export interface Outcome {
  /** The process was killed; false once it has fewer calls than asked for. */
  readonly killed: boolean
  readonly output: string
  readonly cwd: string
}

const script = fileURLToPath(new URL('./provider-process.mjs', import.meta.url))

/**
 * Runs deploy, evict and destroy in a process of its own and ends that with SIGKILL when its `nth` remote call is
 * done and not yet answered (0: never).
 */
export async function runAndKill(victim: Victim, nth: number): Promise<Outcome> {
  const { provider, env, baseUrls } = victim
  const cwd = temporaryFolder()
  const spec = {
    runId: '2026-11-23T000000-abcd',
    workload: { folder: 'fixtures/hello' },
    replicas: 1,
    ...victim.spec,
  }
  const given = JSON.stringify({ provider, cwd, home: cwd, env, baseUrls, spec })
  const child = spawn(process.execPath, [script, given], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const ended = once(child, 'close')
  let calls = 0
  victim.onCall = async () => {
    calls += 1
    if (calls !== nth) return
    child.kill('SIGKILL')
    await ended
  }
  const [, signal] = await ended
  return { killed: signal === 'SIGKILL', output, cwd }
}

/** Destroys whatever the ledger of a folder still holds. @returns what it still holds then */
export async function destroyFromLedger(
  victim: Victim,
  cwd: string,
  context: ProviderContext,
): Promise<readonly Deployment[]> {
  const ledger = openLedger({ cwd, clock: systemClock })
  try {
    const provider = await loadProvider(victim.provider)
    const connection = provider.open({ ...context, ledger })
    for (const deployment of await ledger.open()) await connection.destroy(deployment)
    return await ledger.open()
  } finally {
    await ledger.close()
  }
}
