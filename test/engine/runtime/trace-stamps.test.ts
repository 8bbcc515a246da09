import { beforeEach, expect, test, vi } from 'vitest'

const waits: number[] = []
vi.mock('../../../src/engine/runtime/run-queue.ts', () => ({
  watchRunQueue: () => () => waits.shift() ?? 0,
}))

beforeEach(() => void vi.resetModules())

/** What is stamped where the clock says that and the system answers this. */
async function stampsOf(times: readonly number[], answers: readonly number[], name: 'stamp' | 'stampLast') {
  const clock = vi.spyOn(performance, 'now')
  for (const ms of times) clock.mockReturnValueOnce(ms)
  waits.splice(0, waits.length, ...answers)
  const tracer = await import('../../../src/engine/runtime/trace-stamps.ts')
  if (name === 'stamp') tracer.stamp('close', 1)
  else tracer.stampLast(['close', 1])
  clock.mockRestore()
  return tracer.stamps
}

test.each([
  { when: 'behind the answer', answers: [3.5, 6] },
  { when: 'before the answer, which has that too', answers: [9.5, 0] },
])('what a tracer waits for while it asks is of nobody’s time: $when', async ({ answers }) => {
  expect(await stampsOf([0, 10, 16, 16.01], answers, 'stamp')).toEqual([
    [10, 'waited', 3.5],
    [16.01, 'close', 1],
  ])
})

test('a tracer that loses the processor before it returns asks for that, or the next body would be too short', async () => {
  expect(await stampsOf([0, 0.1, 8, 8.01, 8.02], [7.75], 'stampLast')).toEqual([
    [8, 'waited', 7.75],
    [8.02, 'close', 1],
  ])
})
