import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { createFlusher } from '../../src/store/flush-file.ts'

const FILE = 7
const DISK_IS_GONE = Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
})

/** @returns what was flushed, ms of the clock */
function watchDisk(fail: () => boolean = () => false): number[] {
  const flushes: number[] = []
  const { fdatasyncSync } = fs
  fs.fdatasyncSync = (fd) => {
    expect(fd).toBe(FILE)
    if (fail()) throw DISK_IS_GONE
    flushes.push(performance.now())
  }
  syncBuiltinESMExports()
  onTestFinished(() => {
    fs.fdatasyncSync = fdatasyncSync
    syncBuiltinESMExports()
  })
  return flushes
}

/** Writes at these times. */
function writeAt(flusher: ReturnType<typeof createFlusher>, times: readonly number[]): void {
  for (const ms of times) {
    vi.advanceTimersByTime(ms - performance.now())
    flusher.wrote()
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

it('flushes at its end what still waits, and nothing else', () => {
  const flushes = watchDisk()
  const [waiting, idle] = [createFlusher(FILE, 100), createFlusher(FILE, 100)]
  writeAt(waiting, [0, 40])
  waiting.close()
  idle.close()
  vi.advanceTimersByTime(1000)
  expect(flushes).toEqual([0, 40])
})

it('says with the next line, and at the end, that a flush failed which had to wait', () => {
  let isGone = false
  watchDisk(() => isGone)
  const flusher = createFlusher(FILE, 100)
  writeAt(flusher, [0, 10])
  isGone = true
  vi.advanceTimersByTime(200)
  isGone = false
  expect(() => flusher.wrote()).toThrow(DISK_IS_GONE)
  expect(() => flusher.close()).toThrow(DISK_IS_GONE)
})

it('says at its end that what still waited cannot be flushed', () => {
  let isGone = false
  watchDisk(() => isGone)
  const flusher = createFlusher(FILE, 100)
  writeAt(flusher, [0, 10])
  isGone = true
  expect(() => flusher.close()).toThrow(DISK_IS_GONE)
})
