import { expect, it } from 'vitest'
import { findQueuePackages } from '../../src/queue/queue-packages.ts'
import { readRedisAccess } from '../../src/queue/redis-address.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const cwd = process.cwd()
const read = (redis: string, env = {}) => readRedisAccess({ redis, option: '--redis' }, { cwd, env })

it('takes an address, and shows host, port and database of it', async () => {
  expect(await read('redis://cache.example:6380/2')).toMatchObject({ shown: 'cache.example:6380/2' })
  expect(await read('rediss://cache.example')).toMatchObject({ shown: 'cache.example:6379' })
})

it('reads a variable, whose password is never shown', async () => {
  const env = { REDIS_URL: 'rediss://user:secret@cache.example' }
  expect(await read('env:REDIS_URL', env)).toMatchObject({ url: env.REDIS_URL, shown: 'cache.example:6379' })
})

it.each([
  'redis://:planted@host',
  'redis://user:planted@host',
  'redis://host?password=planted',
  'redis://host?sentinelPassword=planted',
  'http://host/planted',
  'planted',
  'redis://',
])('refuses %s without quoting it', async (address) => {
  const error = await read(address).catch((thrown: Error) => thrown)
  expect(error).toMatchObject({ code: 'bad-redis-address' })
  expect(String((error as Error).message)).not.toContain('planted')
})

it('names the variable that is missing', async () => {
  await expect(read('env:REDIS_URL')).rejects.toMatchObject({ code: 'variable-missing' })
})

it('finds its packages in the folder, else beside coldstart', () => {
  expect(findQueuePackages(temporaryFolder())).toEqual(findQueuePackages(cwd))
})
