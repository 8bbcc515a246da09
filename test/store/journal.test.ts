import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { appenderOn } from '../../src/store/append-file.ts'
import { createJournal, journalOn, withJournal } from '../../src/store/journal.ts'
import { readRunFile } from '../../src/store/read-run-file.ts'
import { reopenJournal } from '../support/reopen-journal.ts'
import { sampleWith } from '../support/sample-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { DISK_IS_GONE, watchDisk } from './support/watch-disk.ts'
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

test('what cannot be flushed is an error that names the journal, also when it is closed', async () => {
  const gone = () => Promise.reject(DISK_IS_GONE)
  const journal = journalOn('run-1.jsonl', { append: async () => {}, flush: gone, close: gone })
  for (const failing of [journal.flush(), journal.close()])
    await expect(failing).rejects.toMatchObject({
      code: 'journal-failed',
      message: expect.stringContaining('run-1.jsonl'),
      hint: expect.stringContaining('the disk may not have taken'),
    })
})

test('what work with a journal throws is told before what closing it throws', async () => {
  const close = () => Promise.reject(new Error('of closing'))
  const fails = () => Promise.reject(new Error('of the work'))
  await expect(withJournal({ close }, fails)).rejects.toThrow('of the work')
  await expect(withJournal({ close }, async () => 1)).rejects.toThrow('of closing')
  expect(await withJournal({ close: async () => {} }, async () => 1)).toBe(1)
})

test('a series of lines shares its flushes', async () => {
  const flushes = watchDisk()
  const journal = await createJournal(join(temporaryFolder(), 'run.jsonl'), header)
  const line = { type: 'sample', sample: sampleWith() } as const
  for (let written = 0; written < 50; written++) await journal.append(line)
  await journal.close()
  expect(flushes.length).toBeLessThan(50)
})

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
