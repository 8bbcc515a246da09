import type { Redis } from 'ioredis'
import { z } from 'zod'
import { environment } from '../../core/run-file.ts'
import { keys } from './keys.ts'

/** What a worker says of itself while it runs. */
const presentWorker = z.strictObject({
  worker: z.string().min(1),
  vantage: z.string().min(1),
  environment,
  acceptsLoss: z.boolean(),
  /** By the clock of Redis, epoch ms. */
  seenMs: z.number(),
})
export type PresentWorker = z.infer<typeof presentWorker>

/** A worker says that it is there every so often, and is gone when it has not for longer. */
export const SAYS_EVERY_MS = 3000
const GONE_AFTER_MS = 15_000

/** Says that a worker is there. */
export async function sayPresent(redis: Redis, present: PresentWorker): Promise<void> {
  await redis.hset(keys.workers(), present.worker, JSON.stringify(present))
}

/** Says that a worker has ended. */
export async function sayGone(redis: Redis, worker: string): Promise<void> {
  await redis.hdel(keys.workers(), worker)
}

/** Those that are there now; what was left by others that cannot be read is not counted. */
export async function presentWorkers(redis: Redis, nowMs: number): Promise<readonly PresentWorker[]> {
  const all = Object.values(await redis.hgetall(keys.workers()))
  return all.flatMap((text) => {
    const read = presentWorker.safeParse(parsed(text))
    return read.success && nowMs - read.data.seenMs < GONE_AFTER_MS ? [read.data] : []
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
