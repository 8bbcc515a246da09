import type { Redis } from 'ioredis'
import { z } from 'zod'
import { environment } from '../../core/run-file.ts'
import { keys } from './keys.ts'

/** What a worker says of itself while it runs. */
const presentWorker = z.strictObject({
  worker: z.string().min(1),
  vantage: z.string().min(1),
  /** Of coldstart. */
  version: z.string().min(1),
  environment,
  acceptsLoss: z.boolean(),
  /** By the clock of Redis, epoch ms. */
  seenMs: z.number(),
})
/** A worker that is there. */
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

/** What a worker of any version says. */
const someWorker = z.looseObject({ vantage: z.string(), version: z.string(), seenMs: z.number() })
/** A worker that cannot take part: of another version. */
export type OtherWorker = Pick<z.infer<typeof someWorker>, 'vantage' | 'version'>

/** Who is there now; what cannot be read is not counted. */
export interface Presence {
  /** Of the version that is asked for. */
  readonly workers: readonly PresentWorker[]
  /** Of other versions of coldstart. */
  readonly others: readonly OtherWorker[]
}

/** @param version of coldstart */
export async function presentWorkers(redis: Redis, nowMs: number, version: string): Promise<Presence> {
  const texts = Object.values(await redis.hgetall(keys.workers()))
  const there = texts.flatMap((text) => {
    const read = someWorker.safeParse(parsed(text))
    return read.success && nowMs - read.data.seenMs < GONE_AFTER_MS ? [read.data] : []
  })
  return {
    others: there.filter((one) => one.version !== version),
    workers: there.flatMap((one) => {
      const read = presentWorker.safeParse(one)
      return read.success && read.data.version === version ? [read.data] : []
    }),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
