import { expect } from 'vitest'
import type { Engine } from '../../../src/engine/start-engine.ts'
import { invoke, isAlive, testFunction } from './test-engine.ts'

/** One environment stuck in an endless loop that has a child, one in a sleep, one idle. */
export async function occupy(engine: Pick<Engine, 'url'>): Promise<{ pids: number[]; folder: string }> {
  const run = (name: string, payload: object) =>
    invoke(engine as Engine, name, payload).catch(() => undefined)
  const idle = await run('idle', { mode: 'pid' })
  const withChild = (await run('stuck', { mode: 'child' }))?.json as { pid: number; child: number }
  const sleeper = await run('sleeping', { mode: 'pid' })
  const folder = (await run('idle', { mode: 'cwd' }))?.json as string
  void run('stuck', { mode: 'loop' })
  void run('sleeping', { mode: 'sleep' })
  await new Promise((resolve) => setTimeout(resolve, 100))
  const pids = [idle?.json as number, sleeper?.json as number, withChild.pid, withChild.child]
  expect(pids.map(isAlive)).toEqual([true, true, true, true])
  return { pids, folder }
}

/** What `occupy` needs. */
export const functions = ['idle', 'stuck', 'sleeping'].map((name) =>
  testFunction('failing.mjs', { name, timeoutMs: 60_000 }),
)
