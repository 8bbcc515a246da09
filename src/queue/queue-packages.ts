import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ColdstartError } from '../core/errors.ts'

/** Where the packages that speak to a queue are installed: the module files of each. */
export interface QueuePackages {
  readonly bullmq: string
  readonly ioredis: string
}

/** What BullMQ exports. */
export type BullMq = typeof import('bullmq')

/**
 * Finds BullMQ and ioredis, which coldstart does not bring: in the project first, else beside coldstart.
 * @param from the folder that the command runs in
 * @throws ColdstartError `queue-packages-missing`
 */
export function findQueuePackages(from: string): QueuePackages {
  const names = ['bullmq', 'ioredis'] as const
  const found = names.map((name) => find(name, from) ?? find(name, import.meta.dirname))
  const missing = names.filter((_, index) => found[index] === undefined)
  if (missing.length > 0) throw new ColdstartError('queue-packages-missing', { missing })
  const [bullmq = '', ioredis = ''] = found
  return { bullmq, ioredis }
}

const require = createRequire(import.meta.url)

/** Loads BullMQ from where it was found; takes about 100 ms, so only where jobs are dealt with. */
export function loadBullMq({ bullmq }: QueuePackages): BullMq {
  return require(bullmq)
}

/** Loads ioredis from where it was found. */
export function loadRedis({ ioredis }: QueuePackages): typeof import('ioredis').Redis {
  return (require(ioredis) as typeof import('ioredis')).Redis
}

function find(name: string, from: string): string | undefined {
  try {
    return createRequire(join(from, 'noop.js')).resolve(name)
  } catch {
    return undefined
  }
}
