import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'
import { readRunFile } from '../../src/store/read-run-file.ts'
import { reopenJournal } from './reopen-journal.ts'
import { sampleWith } from './sample-line.ts'

/**
 * Cuts a run file of the samples `1` and `2` at one byte after another, and expects that no complete line is lost and
 * that the run goes on.
 * @param everyBytes how far the cuts lie apart
 */
export async function expectNothingLostByCutting(path: string, everyBytes: number): Promise<void> {
  const bytes = readFileSync(path)
  const headerEnd = bytes.indexOf(10)
  for (let cut = headerEnd; cut <= bytes.length; cut += everyBytes) {
    writeFileSync(path, bytes.subarray(0, cut))
    const { journal, run } = await reopenJournal(path)
    await journal.append({ type: 'sample', sample: sampleWith({ id: 'next' }) })
    await journal.close()
    const complete = bytes.subarray(0, cut).filter((byte) => byte === 10).length
    const after = (await readRunFile(path)).run.samples.map(({ id }) => id)
    expect(after).toEqual([...['1', '2'].slice(0, run.samples.length), 'next'])
    expect(run.samples.length).toBeGreaterThanOrEqual(complete - 1)
  }
}
