import type { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { findLossy } from '../../../src/queue/vantage/durability.ts'
import { jobId, sampleOfJob } from '../../../src/queue/vantage/keys.ts'

/** A Redis that answers CONFIG GET, and nothing else. */
function redisWith(answer: (name: string) => unknown): Redis {
  const call = async (_command: string, _get: string, name: string) => answer(name)
  return { call } as unknown as Redis
}

const settings = (values: Record<string, string>) => (name: string) => [name, values[name]]

it('finds nothing lacking where every write is flushed before it is confirmed', async () => {
  const durable = { appendonly: 'yes', appendfsync: 'always' }
  expect(await findLossy(redisWith(settings(durable)))).toEqual([])
  expect(
    await findLossy(redisWith((name) => new Map([[name, durable[name as keyof typeof durable]]]))),
  ).toEqual([])
})

it('names what is lacking', async () => {
  const usual = settings({ appendonly: 'no', appendfsync: 'everysec' })
  expect(await findLossy(redisWith(usual))).toEqual(['appendonly is no', 'appendfsync is everysec'])
})

it('takes what it may not read for absent', async () => {
  const managed = redisWith(() => {
    throw new Error('ERR unknown command CONFIG')
  })
  expect(await findLossy(managed)).toEqual(['appendonly cannot be read', 'appendfsync cannot be read'])
  expect(await findLossy(redisWith(() => []))).toHaveLength(2)
})

it.each(['3.mine@fra1.cold', '0.a:b%3A@x.warm1'])(
  'the job of %s has no colon, and leads back to it',
  (sample) => {
    const job = jobId('2026-11-28T140639-2hde', sample)
    expect(job).not.toContain(':')
    expect(sampleOfJob('2026-11-28T140639-2hde', job)).toBe(sample)
    expect(sampleOfJob('another', job)).toBeUndefined()
  },
)
