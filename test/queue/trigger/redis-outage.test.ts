import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchForOutage } from '../../../src/queue/trigger/redis-outage.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const never = () => new Promise<never>(() => {})

it('ends what waits for a Redis that stays away, and what is begun then at once', async () => {
  const connection = new EventEmitter()
  const { endsIt } = watchForOutage(connection, 10_000)
  const waiting = expect(endsIt(never())).rejects.toThrow('Redis has been away for 10 s.')
  connection.emit('close')
  vi.advanceTimersByTime(10_000)
  await waiting
  await expect(endsIt(never())).rejects.toThrow('Redis has been away')
})

it('leaves alone what waits for a Redis that is back in time, and goes on once it is back later', async () => {
  const connection = new EventEmitter()
  const { endsIt } = watchForOutage(connection, 10_000)
  connection.emit('close')
  vi.advanceTimersByTime(9000)
  connection.emit('close')
  connection.emit('ready')
  vi.advanceTimersByTime(60_000)
  await expect(endsIt(Promise.resolve('done'))).resolves.toBe('done')
  connection.emit('close')
  vi.advanceTimersByTime(10_000)
  connection.emit('ready')
  await expect(endsIt(Promise.resolve('done'))).resolves.toBe('done')
})
