import { join } from 'node:path'
import type { RunHeader } from '../../../src/core/run-file.ts'
import { createJournal } from '../../../src/store/journal.ts'
import { sampleWith } from '../../support/sample-line.ts'
import { headerFor } from '../../support/scripted-run.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

export const header: RunHeader = headerFor({}, [])
export const footer = { type: 'footer', finishedAt: '2026-11-23T01:00:00.000Z', samples: 2 } as const

export async function writeRun(...ids: string[]): Promise<string> {
  const path = join(temporaryFolder(), 'results', 'run-1.jsonl')
  const journal = await createJournal(path, header)
  for (const id of ids) await journal.append({ type: 'sample', sample: sampleWith({ id }) })
  await journal.close()
  return path
}
