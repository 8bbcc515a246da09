import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { createFlusher } from '../../src/store/flush-file.ts'
import { DISK_IS_GONE, watchDisk } from './support/watch-disk.ts'

const FILE = 7

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
})

/** Writes at these times. */
function writeAt(flusher: ReturnType<typeof createFlusher>, times: readonly number[]): void {
  for (const ms of times) {
    vi.advanceTimersByTime(ms - performance.now())
    flusher.noteWritten()
  }
}

it('flushes each line at once where none may wait', () => {
  const flushes = watchDisk()
  writeAt(createFlusher(FILE, 0), [0, 1, 1, 5])
  expect(flushes).toEqual([0, 1, 1, 5])
})

it('flushes at once what comes after a pause, and what comes sooner together and in time', () => {
  const flushes = watchDisk()
  writeAt(createFlusher(FILE, 100), [0, 10, 20, 99, 130, 600])
  expect(flushes).toEqual([0, 100, 200, 600])
  vi.advanceTimersByTime(1000)
  expect(flushes).toEqual([0, 100, 200, 600])
})

it('flushes what still waits when it is asked to, and nothing else', () => {
  const flushes = watchDisk()
  const [waiting, idle] = [createFlusher(FILE, 100), createFlusher(FILE, 100)]
  writeAt(waiting, [0, 40])
  waiting.flush()
  idle.flush()
  vi.advanceTimersByTime(1000)
  expect(flushes).toEqual([0, 40])
})

it('says with the next line, and when it is asked to flush, that a flush failed which had to wait', () => {
  let isGone = false
  watchDisk(() => isGone)
  const flusher = createFlusher(FILE, 100)
  writeAt(flusher, [0, 10])
  isGone = true
  vi.advanceTimersByTime(200)
  isGone = false
  expect(() => flusher.noteWritten()).toThrow(DISK_IS_GONE)
  expect(() => flusher.flush()).toThrow(DISK_IS_GONE)
})

it('says that what still waited cannot be flushed when it is asked to', () => {
  let isGone = false
  watchDisk(() => isGone)
  const flusher = createFlusher(FILE, 100)
  writeAt(flusher, [0, 10])
  isGone = true
  expect(() => flusher.flush()).toThrow(DISK_IS_GONE)
})
