import type { Redis } from 'ioredis'
import { ColdstartError } from '../../core/errors.ts'

/** What a Redis must be set to so that what it confirmed survives a power cut. */
const WANTED = { appendonly: 'yes', appendfsync: 'always' } as const

/**
 * Refuses a Redis that could forget what it confirmed: with snapshots only, one that was killed ran a finished job
 * again. What cannot be read, as where CONFIG is forbidden, counts as absent.
 * @throws ColdstartError `redis-not-durable`
 */
export async function refuseLossy(redis: Redis, shown: string): Promise<void> {
  const lacking = await findLossy(redis)
  if (lacking.length > 0) throw new ColdstartError('redis-not-durable', { at: shown, lacking })
}

/** What is missing of it, a line each: `appendonly is no`; nothing where it is durable and throws nothing out. */
export async function findLossy(redis: Redis): Promise<readonly string[]> {
  const read = Object.entries(WANTED).map(async ([name, wanted]) => {
    const value = await readSetting(redis, name)
    if (value === wanted) return []
    return [value === undefined ? `${name} cannot be read` : `${name} is ${value}`]
  })
  const policy = await readSetting(redis, 'maxmemory-policy')
  const throwsOut = policy !== undefined && policy !== 'noeviction'
  return [
    ...(await Promise.all(read)).flat(),
    ...(throwsOut ? [`maxmemory-policy is ${policy}, not noeviction`] : []),
  ]
}

/** CONFIG GET answers with a list under RESP 2, and with a map under RESP 3. */
async function readSetting(redis: Redis, name: string): Promise<string | undefined> {
  const answer = await redis.call('CONFIG', 'GET', name).catch(() => undefined)
  if (Array.isArray(answer)) return answer[1] === undefined ? undefined : String(answer[1])
  if (answer instanceof Map) return answer.get(name)
  const found = (answer as Readonly<Record<string, unknown>> | null | undefined)?.[name]
  return found === undefined ? undefined : String(found)
}
