import { rootCertificates } from 'node:tls'
import type { Redis } from 'ioredis'
import { ColdstartError, messageOf } from '../core/errors.ts'
import { loadRedis } from './queue-packages.ts'
import type { RedisAccess } from './redis-address.ts'

/** Before all keys; in braces, so that a cluster keeps them on one node, where a script may touch several. */
export const KEY_PREFIX = '{coldstart}'

const CONNECT_TIMEOUT_MS = 5000
/** After a lost connection it is tried again after so long, at most. */
const LONGEST_PAUSE_MS = 2000

/** A connection that outlives restarts of Redis: commands wait until it is back. Closed by whoever opened it. */
export function openRedis(access: RedisAccess): Redis {
  const Redis = loadRedis(access.packages)
  const client = new Redis(access.url, {
    ...trusting(access),
    // What BullMQ demands of a connection that waits for jobs.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(times * 100, LONGEST_PAUSE_MS),
  })
  // A lost connection is tried again; without a listener ioredis prints it.
  client.on('error', () => {})
  return client
}

/**
 * Finds out whether Redis answers at all and takes writes, before anything is begun.
 * @throws ColdstartError `redis-unreachable`, `redis-refused`
 */
export async function checkRedis(access: RedisAccess): Promise<void> {
  const Redis = loadRedis(access.packages)
  const client = new Redis(access.url, {
    ...trusting(access),
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  let trouble: unknown
  client.on('error', (error) => {
    trouble ??= error
  })
  try {
    await client.connect()
    await client.ping()
    await client.set(`${KEY_PREFIX}:writable`, '1', 'PX', 1000)
  } catch (error) {
    const refused = refusedBy(access, error)
    if (refused) throw refused
    const reason = messageOf(trouble ?? error)
    throw new ColdstartError('redis-unreachable', { at: access.shown, reason }, { cause: error })
  } finally {
    client.disconnect()
  }
}

/** What Redis answers in place of what it was asked (READONLY, OOM, NOPERM), as an error of the user's to mend. */
export function refusedBy({ shown }: RedisAccess, error: unknown): ColdstartError | undefined {
  if (!(error instanceof Error) || error.name !== 'ReplyError' || /^(NOAUTH|WRONGPASS)/.test(error.message))
    return undefined
  const reason = messageOf(error).replace(/\.$/, '')
  return new ColdstartError('redis-refused', { at: shown, reason }, { cause: error })
}

/** Authorities of the user's beside the usual ones: naming some to TLS replaces all others. */
function trusting({ url, authorities }: RedisAccess): { tls?: { ca: string[] } } {
  return url.startsWith('rediss:') && authorities !== undefined
    ? { tls: { ca: [...rootCertificates, authorities] } }
    : {}
}
