import { expect, it } from 'vitest'
import { diskNotes } from '../../src/reporters/table/disk-notes.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { coldSample, runFileOf, targetOf } from '../support/run-file.ts'

const instance = (id: string, diskBytes: number) => ({
  id,
  invocation: 1,
  reads: { diskBytes, bytes: 55_000, calls: 50 },
})

it('says what cold starts read, and whose disk their milliseconds are of', () => {
  const disk = 'pages of the package dropped before each cold start'
  const samples = [4_000_000, 4_300_000, 9_000_000].map((bytes, index) =>
    coldSample('lambda', 60, { instance: instance(`i${index}`, bytes) }),
  )
  const targets = [targetOf('lambda', { facts: { parity: { disk } } })]
  expect(diskNotes(computeResult(runFileOf(samples, { targets })))).toEqual([
    `disk: ${disk}; their milliseconds are those of this machine's disk, no platform's`,
    'lambda: 4.3 MB from the disk, 50 read calls of 0.055 MB in all, medians',
  ])
})

it('tells ways of getting cold apart by their idle periods too', () => {
  const samples = [60_000, 120_000].map((plannedIdleMs) =>
    coldSample('lambda', 60, { plannedIdleMs, instance: instance(`i${plannedIdleMs}`, 0) }),
  )
  const targets = [targetOf('lambda', { facts: { parity: { disk: 'dropped' } } })]
  const [, ...read] = diskNotes(computeResult(runFileOf(samples, { targets })))
  expect(read.map((line) => line.split(':')[0])).toEqual(['lambda (idle 1 m 00 s)', 'lambda (idle 2 m 00 s)'])
})

it('says nothing where no pages were dropped', () => {
  expect(diskNotes(computeResult(runFileOf([coldSample('lambda', 60)])))).toEqual([])
})
