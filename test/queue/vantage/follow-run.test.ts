import { expect, it } from 'vitest'
import type { RunLine } from '../../../src/core/run-file.ts'
import { type FollowedRun, followRun } from '../../../src/queue/vantage/follow-run.ts'
import { createVantageRecord } from '../../../src/queue/vantage/vantage-record.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { headerFor, memoryJournal } from '../../support/scripted-run.ts'

/** A run that has all its samples. @returns it, and what is done with it, in order */
function collectedRun(flush: () => Promise<void> = async () => {}): { run: FollowedRun; done: string[] } {
  const done: string[] = []
  const lines: RunLine[] = []
  const journal = {
    ...memoryJournal(lines),
    append: async ({ type }: RunLine) => void done.push(type),
    flush: () => {
      done.push('flush')
      return flush()
    },
  }
  const never = () => Promise.reject(new Error('nothing is awaited'))
  const run: FollowedRun = {
    record: createVantageRecord(headerFor({}, [])),
    probes: new Map(),
    journal,
    outcomes: { readSamples: never, readVoids: never },
    time: { nowMs: () => 0, offsetMs: () => 0, update: async () => {} },
    watch: never,
    tidy: async () => void done.push('tidy'),
  }
  return { run, done }
}

const context = () => ({ clock: createFakeClock(), signal: new AbortController().signal, onEvent: () => {} })

it('takes nothing out of Redis before the disk has it', async () => {
  const { run, done } = collectedRun()
  await followRun(run, context())
  expect(done).toEqual(['flush', 'tidy', 'footer', 'flush'])
})

it('takes nothing out of Redis where the disk does not have it', async () => {
  const { run, done } = collectedRun(() => Promise.reject(new Error('EIO')))
  await expect(followRun(run, context())).rejects.toThrow('EIO')
  expect(done).toEqual(['flush'])
})
