import type { RunHeader, RunNote } from '../../core/run-file.ts'
import type { Sample } from '../../core/sample.ts'
import { ResultBuilder } from '../../stats/result/result-builder.ts'
import { createSeenIds } from '../../store/seen-ids.ts'
import { createVantageTally, type VantageTally } from './describe-vantages.ts'

/** What is known of a run of workers: its figures as columns, and not its samples, which are in the run file. */
export interface VantageRecord extends Pick<VantageTally, 'describe'> {
  readonly header: RunHeader
  readonly measured: ResultBuilder
  readonly notes: readonly RunNote[]
  /** Samples recorded. */
  readonly count: number
  /** How many of them failed. */
  readonly errors: number
  has(sampleId: string): boolean
  add(sample: Sample): void
  addNote(note: RunNote): void
}

/** Of a run that nothing is recorded of yet. */
export function createVantageRecord(header: RunHeader): VantageRecord {
  const measured = new ResultBuilder(header)
  const tally = createVantageTally()
  const ids = createSeenIds()
  const notes: RunNote[] = []
  let errors = 0
  return {
    header,
    measured,
    notes,
    describe: tally.describe,
    get count() {
      return ids.size
    },
    get errors() {
      return errors
    },
    has: (id) => ids.has(id),
    add(sample) {
      ids.add(sample.id)
      measured.addSample(sample)
      tally.add(sample)
      if (sample.error) errors++
    },
    addNote(note) {
      notes.push(note)
      measured.addNote(note)
    },
  }
}
