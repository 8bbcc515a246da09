import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ColdstartError } from '../core/errors.ts'

/** Where the packages that speak to a queue are installed: the module files of each. */
export interface QueuePackages {
  readonly bullmq: string
  readonly ioredis: string
}

/** The packages themselves. */
export interface LoadedQueuePackages {
  readonly bullmq: typeof import('bullmq')
  readonly Redis: typeof import('ioredis').Redis
}

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

/** Loads what was found; takes about 150 ms, so only where a queue is used. */
export function loadQueuePackages({ bullmq, ioredis }: QueuePackages): LoadedQueuePackages {
  const require = createRequire(import.meta.url)
  const { Redis } = require(ioredis) as typeof import('ioredis')
  return { bullmq: require(bullmq) as typeof import('bullmq'), Redis }
}

function find(name: string, from: string): string | undefined {
  try {
    return createRequire(join(from, 'noop.js')).resolve(name)
  } catch {
    return undefined
  }
}
