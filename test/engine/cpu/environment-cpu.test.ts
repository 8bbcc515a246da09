import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EnvironmentCpu } from '../../../src/engine/cpu/environment-cpu.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function environment(mode: 'burst' | 'flat') {
  const limits: (number | undefined)[] = []
  const hold = {
    join: () => {},
    limit: (vcpus: number | undefined) => void limits.push(vcpus),
    ranOutOfMemory: () => false,
    forgetOutOfMemory: () => {},
    release: async () => {},
  }
  return { limits, cpu: new EnvironmentCpu(hold, { vcpus: 0.5, mode, isSold: true }) }
}

it('initialises without a limit and has its share from the first request for work on', () => {
  const { limits, cpu } = environment('burst')
  cpu.begin(false)
  expect(limits).toEqual([])
  cpu.markReady()
  cpu.markReady()
  expect(limits).toEqual([0.5])
})

it('has its share after 10 s at the latest', () => {
  const { limits, cpu } = environment('burst')
  cpu.begin(false)
  vi.advanceTimersByTime(9999)
  expect(limits).toEqual([])
  vi.advanceTimersByTime(1)
  cpu.markReady()
  expect(limits).toEqual([0.5])
})

it('has its share from the start where it is flat, or initialises once more inside an invocation', () => {
  const [flat, again] = [environment('flat'), environment('burst')]
  flat.cpu.begin(false)
  again.cpu.begin(true)
  expect([flat.limits, again.limits]).toEqual([[0.5], [0.5]])
})

it('is let go before it is ended, and not held again', () => {
  const { limits, cpu } = environment('burst')
  cpu.begin(false)
  cpu.letGo()
  vi.advanceTimersByTime(20_000)
  cpu.markReady()
  expect(limits).toEqual([undefined])
})

it('does nothing more once it has been given back', async () => {
  const { limits, cpu } = environment('burst')
  cpu.begin(false)
  await cpu.release()
  cpu.markReady()
  cpu.letGo()
  vi.advanceTimersByTime(20_000)
  expect(limits).toEqual([])
})
