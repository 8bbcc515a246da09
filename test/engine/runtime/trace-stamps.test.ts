import { beforeEach, expect, test, vi } from 'vitest'

const waits: number[] = []
vi.mock('../../../src/engine/runtime/run-queue.ts', () => ({
  watchRunQueue: () => () => waits.shift() ?? 0,
}))

beforeEach(() => void vi.resetModules())

test('a tracer that loses the processor while it asks what was waited for asks again', async () => {
  const clock = vi.spyOn(performance, 'now')
  for (const ms of [0, 10, 16, 16.01]) clock.mockReturnValueOnce(ms)
  waits.push(4, 5.5)
  const { stamp, stamps } = await import('../../../src/engine/runtime/trace-stamps.ts')
  stamp('close', 1)
  clock.mockRestore()
  expect(stamps).toEqual([
    [10, 'waited', 4],
    [16, 'waited', 5.5],
    [16.01, 'close', 1],
  ])
})
