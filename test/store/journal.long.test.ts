import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createJournal } from '../../src/store/journal.ts'
import { LONGEST_LINE_BYTES } from '../../src/store/lines-of.ts'
import { readRunFile } from '../../src/store/read-run-file.ts'
import { expectNothingLostByCutting } from '../support/cut-run-file.ts'
import { sampleWith } from '../support/sample-line.ts'
import { headerFor } from '../support/scripted-run.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('a line that no run has the like of is refused before it fills the memory', async () => {
  const path = join(temporaryFolder(), 'run.jsonl')
  const lines = [headerFor({}, []), { type: 'sample', sample: sampleWith({ id: '1' }) }]
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const piece = 'x'.repeat(1024 * 1024)
  for (let n = 0; n <= LONGEST_LINE_BYTES / piece.length; n++) appendFileSync(path, piece)
  await expect(readRunFile(path)).rejects.toMatchObject({
    code: 'journal-corrupt',
    message: expect.stringContaining('line 3'),
  })
})

test('at whatever byte the file was cut, no complete line is lost and the run goes on', async () => {
  const path = join(temporaryFolder(), 'run.jsonl')
  const first = await createJournal(path, headerFor({}, []))
  for (const id of ['1', '2']) await first.append({ type: 'sample', sample: sampleWith({ id }) })
  await first.close()
  await expectNothingLostByCutting(path, 7)
})
