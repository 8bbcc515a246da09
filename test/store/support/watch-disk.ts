import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { onTestFinished } from 'vitest'

export const DISK_IS_GONE = Object.assign(new Error('EIO: i/o error, fdatasync'), {
  code: 'EIO',
  syscall: 'fdatasync',
})

/**
 * Flushes nothing for the rest of this test, and notes what was to be.
 * @param isGone asked at each flush: it fails then
 * @returns when, ms of the clock
 */
export function watchDisk(isGone: () => boolean = () => false): number[] {
  const flushes: number[] = []
  const { fdatasyncSync } = fs
  fs.fdatasyncSync = () => {
    if (isGone()) throw DISK_IS_GONE
    flushes.push(performance.now())
  }
  syncBuiltinESMExports()
  onTestFinished(() => {
    fs.fdatasyncSync = fdatasyncSync
    syncBuiltinESMExports()
  })
  return flushes
}
