import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { FROM_SHELL } from '../config/request-settings.ts'
import { ColdstartError, messageOf } from '../core/errors.ts'
import { findQueuePackages, type QueuePackages } from './queue-packages.ts'

/** ioredis reads its options from the query too, and these are the secret ones. */
const SECRET_OPTIONS = ['password', 'sentinelPassword']

/** How to reach a Redis: crosses to threads and processes as it is, and is never written anywhere. */
export interface RedisAccess {
  readonly url: string
  /** What may be shown of it: host, port and database. */
  readonly shown: string
  /** PEM of certificate authorities to trust, beside the usual ones. */
  readonly authorities?: string
  readonly packages: QueuePackages
}

/** The user's words for it, and where they are looked up. */
export interface RedisWords {
  /** `redis://host:port/db`, `rediss://…` for TLS, or `env:NAME`. */
  readonly redis: string
  /** The flag that it was given with, for messages: `--redis`. */
  readonly option: string
  /** A PEM file, from `--ca`. */
  readonly ca?: string | undefined
}

/**
 * Reads where Redis is. A password comes from a variable only, since words that are typed stay in the shell's history.
 * @throws ColdstartError `variable-missing`, `bad-redis-address`, `no-such-file`, `queue-packages-missing`
 */
export async function readRedisAccess(
  { redis, option, ca }: RedisWords,
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<RedisAccess> {
  const name = redis.startsWith(FROM_SHELL) ? redis.slice(FROM_SHELL.length) : undefined
  const url = name === undefined ? redis : env[name]
  if (!url) throw new ColdstartError('variable-missing', { name: name ?? '', option })
  const where = name === undefined ? option : `${option} (the variable ${name})`
  const shown = describeAddress(url, where)
  if (name === undefined && holdsPassword(new URL(url)))
    throw new ColdstartError('bad-redis-address', {
      option,
      reason:
        'it holds a password, which would stay in the history of the shell and in the list of processes',
    })
  const authorities = ca === undefined ? undefined : await readAuthorities(resolve(cwd, ca))
  return { url, shown, packages: findQueuePackages(cwd), ...(authorities !== undefined && { authorities }) }
}

/** @throws ColdstartError `bad-redis-address`, which never quotes the address */
function describeAddress(url: string, option: string): string {
  if (!URL.canParse(url)) throw new ColdstartError('bad-redis-address', { option, reason: 'it is not a URL' })
  const { protocol, hostname, port, pathname } = new URL(url)
  if (protocol !== 'redis:' && protocol !== 'rediss:')
    throw new ColdstartError('bad-redis-address', { option, reason: 'it is neither redis:// nor rediss://' })
  if (hostname === '') throw new ColdstartError('bad-redis-address', { option, reason: 'it names no host' })
  return `${hostname}:${port || '6379'}${pathname === '/' ? '' : pathname}`
}

function holdsPassword({ password, searchParams }: URL): boolean {
  return password !== '' || SECRET_OPTIONS.some((option) => searchParams.has(option))
}

async function readAuthorities(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ColdstartError('no-such-file', { path, option: '--ca' }, { cause: messageOf(cause) })
  })
}
