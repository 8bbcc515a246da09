import { Chalk } from 'chalk'
import { expect, test } from 'vitest'
import { openBoard, updateBoard } from '../../../src/cli/progress/lane-board.ts'
import { type ProgressMode, startProgress } from '../../../src/cli/progress/progress.ts'
import { renderLanes } from '../../../src/cli/progress/render-lanes.ts'
import type { RunEvent } from '../../../src/core/run-event.ts'
import { sampleWith } from '../../support/sample-line.ts'
import { scriptedTarget } from '../../support/scripted-platform.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const targets = [scriptedTarget('lambda'), scriptedTarget('vercel')]
const started = { type: 'run-started', run: 'run-1', targets, invocations: 10, expectedMs: 60_000 } as const
const plain = new Chalk({ level: 0 })

function sampleEvent(done: number, given: Parameters<typeof sampleWith>[0]): RunEvent {
  return { type: 'sample', sample: sampleWith(given), done, of: 10 }
}

function watch(isTTY: boolean, mode: ProgressMode) {
  const clock = createVirtualClock()
  const written: string[] = []
  const write = (text: string) => void written.push(text)
  const progress = startProgress({ isTTY, columns: 80, colorLevel: 0, write, writeOwn: write }, clock, mode)
  return { clock, progress, text: () => written.join('') }
}

test('a lane says what its target does, how far it is, and its running medians', () => {
  const board = openBoard(started, 0)
  updateBoard(board, { type: 'idle-started', target: 'vercel', idleMs: 900_000, until: 765_000 })
  updateBoard(board, sampleEvent(1, { target: 'lambda', observed: 'cold', phases: { waitMs: 400 } }))
  updateBoard(board, sampleEvent(2, { target: 'lambda', observed: 'warm', phases: { waitMs: 5 } }))
  updateBoard(board, sampleEvent(3, { target: 'lambda', observed: 'warm', phases: { waitMs: 7 } }))
  updateBoard(board, sampleEvent(4, { target: 'lambda', error: { kind: 'timeout', message: 'late' } }))
  updateBoard(board, { type: 'invocation-started', target: 'lambda', intended: 'warm' })
  expect(renderLanes(board, 15_000, 100, plain)).toEqual([
    'lambda  measuring warm        4 done · cold p50 400 ms · warm p50 6.0 ms · 1 failed',
    'vercel  idle, 12 m 30 s left  0 done',
    '4 of 10 · about 22.5 s left',
  ])
})

test('no line is wider than the terminal, and many targets are counted instead of shown', () => {
  const many = Array.from({ length: 30 }, (_, n) => scriptedTarget(`a-target-with-a-long-name-${n}`))
  const lines = renderLanes(openBoard({ ...started, targets: many }, 0), 0, 40, plain)
  expect(lines).toHaveLength(18)
  expect(lines).toContain('… and 14 more')
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(40)
})

test('the time left of a resumed run counts only what this process has to do', () => {
  const board = openBoard({ ...started, expectedMs: 20_000 }, 0)
  updateBoard(board, sampleEvent(9, {}))
  expect(board.doneBefore).toBe(8)
  expect(renderLanes(board, 5000, 80, plain).at(-1)).toBe('9 of 10 · about 5.00 s left')
})

test('a terminal gets lanes that are redrawn in place, and the cursor is never hidden', async () => {
  const { clock, progress, text } = watch(true, 'normal')
  progress.onEvent(started)
  await clock.sleep(1000)
  progress.end()
  const written = text()
  progress.end()
  expect(text()).toBe(written)
  expect(written.split('\u001b[1A'.repeat(3)).length).toBeGreaterThan(4)
  expect(written).not.toContain('\u001b[?25l')
  expect(written.endsWith('\n')).toBe(true)
})

test('without a terminal there are timestamped lines, a heartbeat, and no escape codes', async () => {
  const { clock, progress, text } = watch(false, 'normal')
  progress.onEvent(started)
  progress.onEvent(sampleEvent(1, { target: 'lambda' }))
  await clock.sleep(65_000)
  const note = {
    type: 'note',
    at: '2026-11-23T00:00:00.000Z',
    kind: 'slept',
    message: 'The machine slept.',
  } as const
  progress.onEvent({ type: 'note', note })
  progress.end()
  expect(text().split('\n')).toEqual([
    '2026-11-23T00:00:00.000Z run-1: 10 invocations of 2 targets, about 1 m 00 s',
    '2026-11-23T00:00:30.000Z 1 of 10 · about 30.0 s left',
    '2026-11-23T00:01:00.000Z 1 of 10',
    '2026-11-23T00:01:05.000Z note: The machine slept.',
    '',
  ])
})

test('without a terminal the first cold start of each target is said when it is there', () => {
  const { progress, text } = watch(false, 'normal')
  progress.onEvent(started)
  for (const [done, target] of ['lambda', 'lambda', 'vercel'].entries())
    progress.onEvent(sampleEvent(done + 1, { target, intended: 'cold', observed: 'cold' }))
  progress.end()
  expect(text().match(/\w+: first cold start, wait 5\.0 ms/g)).toEqual([
    'lambda: first cold start, wait 5.0 ms',
    'vercel: first cold start, wait 5.0 ms',
  ])
})

test('verbose tells every sample; quiet says nothing', () => {
  const verbose = watch(false, 'verbose')
  verbose.progress.onEvent(started)
  verbose.progress.onEvent(sampleEvent(1, { id: '0.lambda.cold', intended: 'cold', observed: 'warm' }))
  verbose.progress.end()
  expect(verbose.text()).toContain('1 of 10  0.lambda.cold: meant cold, was warm, wait 5.0 ms')
  const quiet = watch(true, 'quiet')
  quiet.progress.onEvent(started)
  quiet.progress.onEvent(sampleEvent(1, {}))
  quiet.progress.end()
  expect(quiet.text()).toBe('')
})

test('where the plan says how many invocations a target has, its lane counts towards them, earlier ones included', () => {
  const perTarget = { lambda: { of: 40, done: 12 }, vercel: { of: 40, done: 0 } }
  const board = openBoard({ ...started, perTarget }, 0)
  updateBoard(board, sampleEvent(13, { target: 'lambda' }))
  updateBoard(board, { type: 'run-finished', run: 'run-1', samples: 13, status: 'interrupted' })
  expect(renderLanes(board, 0, 100, plain).slice(0, 2)).toEqual([
    'lambda  done                  13 of 40 · warm p50 5.0 ms',
    'vercel  done                  0 of 40',
  ])
})
