import type { RunFile, RunHeader, RunNote } from '../../src/core/run-file.ts'
import type { Sample } from '../../src/core/sample.ts'
import { goOnWithJournal, type ReopenedJournal } from '../../src/store/journal.ts'

/**
 * Goes on with a run file, with all that it held.
 * @throws ColdstartError as `goOnWithJournal`
 */
export async function reopenJournal(
  path: string,
): Promise<ReopenedJournal & { readonly run: Omit<RunFile, 'footer'> }> {
  let header: RunHeader | undefined
  const samples: Sample[] = []
  const notes: RunNote[] = []
  const reopened = await goOnWithJournal(path, {
    header: (line) => {
      header = line
    },
    sample: (sample) => void samples.push(sample),
    note: (note) => void notes.push(note),
  })
  if (!header) throw new Error(`${path} was opened without its header.`)
  return { ...reopened, run: { header, samples, notes } }
}
