import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { appenderOn } from '../../src/store/append-file.ts'
import { createJournal, journalOn } from '../../src/store/journal.ts'
import { readRunFile } from '../../src/store/read-run-file.ts'
import { reopenJournal } from '../support/reopen-journal.ts'
import { sampleWith } from '../support/sample-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { footer, header, writeRun } from './support/written-run.ts'

test('two writers cannot have one journal, and the lock goes with the first', async () => {
  const path = join(temporaryFolder(), 'run-1.jsonl')
  const first = await createJournal(path, header)
  await expect(reopenJournal(path)).rejects.toMatchObject({ code: 'journal-in-use' })
  await first.close()
  const { journal } = await reopenJournal(path)
  await journal.close()
})

test('a finished run cannot be gone on with', async () => {
  const path = join(temporaryFolder(), 'run-1.jsonl')
  const journal = await createJournal(path, header)
  await journal.append({ ...footer, samples: 0 })
  await journal.close()
  await expect(reopenJournal(path)).rejects.toMatchObject({ code: 'run-finished' })
})

test('a run that exists is never overwritten', async () => {
  const path = await writeRun('1')
  const before = readFileSync(path, 'utf8')
  await expect(createJournal(path, header)).rejects.toMatchObject({ code: 'file-exists' })
  expect(readFileSync(path, 'utf8')).toBe(before)
})

test.skipIf(!existsSync('/dev/full'))(
  'a full disk is an error that names the journal, for this line and every later one',
  async () => {
    const journal = journalOn(
      'run-1.jsonl',
      appenderOn('run-1.jsonl', await open('/dev/full', 'a'), async () => {}),
    )
    const line = { type: 'sample', sample: sampleWith() } as const
    await expect(journal.append(line)).rejects.toMatchObject({
      code: 'journal-failed',
      message: expect.stringContaining('run-1.jsonl'),
    })
    await expect(journal.append(line)).rejects.toMatchObject({ code: 'journal-failed' })
    await journal.close()
  },
)

test('a results folder that cannot be made is an error that names it', async () => {
  const blocked = join(temporaryFolder(), 'results')
  writeFileSync(blocked, 'not a folder')
  await expect(createJournal(join(blocked, 'run.jsonl'), header)).rejects.toMatchObject({
    code: 'cannot-write',
    message: expect.stringContaining(blocked),
  })
})

test('a run that cannot be begun leaves no file, no handle and no lock', async () => {
  const path = join(temporaryFolder(), 'run-1.jsonl')
  const unwritable = { ...header, seed: 1n as unknown as number }
  await expect(createJournal(path, unwritable)).rejects.toMatchObject({ code: 'cannot-write' })
  expect(existsSync(path)).toBe(false)
  await (await createJournal(path, header)).close()
})

test('gives back what was appended, in order', async () => {
  const { run, torn } = await readRunFile(await writeRun('1', '2'))
  expect(run.header).toEqual(header)
  expect(run.samples.map(({ id }) => id)).toEqual(['1', '2'])
  expect(torn).toBeUndefined()
})

test('a file cut before its header ends says that nothing was measured', async () => {
  const path = await writeRun()
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, 25))
  await expect(reopenJournal(path)).rejects.toMatchObject({ code: 'journal-empty' })
})
