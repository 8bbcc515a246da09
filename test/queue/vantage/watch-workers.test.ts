import type { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { watchWorkers } from '../../../src/queue/vantage/watch-workers.ts'
import type { ProbeOrder } from '../../../src/queue/vantage/work-order.ts'

const probe = (sample: string, dueMs: number) =>
  [
    sample,
    { run: 'r', sample, target: 'mine', at: 'mine@fra1', vantage: 'fra1', round: 0, intended: 'cold', dueMs },
  ] satisfies [string, ProbeOrder]

it('says once that requests wait where no worker is, and when one is there again', async () => {
  let workers: Record<string, string> = {}
  const redis = { hgetall: async () => workers } as unknown as Redis
  const watch = watchWorkers(redis, 'r', '1.0.0')
  const open = new Map([probe('a', 10_000), probe('b', 11_000), probe('c', 90_000)])
  expect(await watch(open, 9_000)).toEqual([])
  expect(await watch(open, 20_000)).toEqual([
    'No worker of coldstart 1.0.0 is at fra1. 2 requests that are due there wait for one, however long that takes. To end the run without: coldstart resume r --cancel.',
  ])
  expect(await watch(open, 30_000)).toEqual([])
  const environment = { node: '20', os: 'linux', arch: 'x64', cpu: 'one', cpus: 1, memoryMb: 1 }
  const worker = { worker: 'w', vantage: 'fra1', version: '1.0.0', environment, acceptsLoss: false }
  workers = { w: JSON.stringify({ ...worker, seenMs: 40_000 }) }
  expect(await watch(open, 40_000)).toEqual(['A worker is at fra1 again.'])
  workers = { w: JSON.stringify({ ...worker, version: '2.0.0', seenMs: 50_000 }) }
  expect(await watch(open, 50_000)).toEqual([
    expect.stringContaining('at fra1, but one of coldstart 2.0.0, which takes nothing of this run.'),
  ])
})
