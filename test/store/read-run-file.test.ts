import { execFileSync } from 'node:child_process'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRunFile } from '../../src/store/read-run-file.ts'
import { expectNothingLostByCutting } from '../support/cut-run-file.ts'
import { reopenJournal } from '../support/reopen-journal.ts'
import { targetOf } from '../support/run-file.ts'
import { sampleWith } from '../support/sample-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { footer, header, writeRun } from './support/written-run.ts'

test('a torn last line is recognised, and cut off when the run goes on', async () => {
  const path = await writeRun('1', '2')
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.slice(0, -20))
  const read = await readRunFile(path)
  expect(read.run.samples.map(({ id }) => id)).toEqual(['1'])
  expect(read.torn?.line).toBe(3)

  const { journal, tornBytes } = await reopenJournal(path)
  expect(tornBytes).toBe(read.torn?.bytes)
  await journal.append({ type: 'sample', sample: sampleWith({ id: '2b' }) })
  await journal.close()
  const repaired = await readRunFile(path)
  expect(repaired.run.samples.map(({ id }) => id)).toEqual(['1', '2b'])
})

test('at whatever byte the file was cut, no complete line is lost and the run goes on', async () => {
  const path = await writeRun('1', '2')
  await expectNothingLostByCutting(path, 29)
})

test('a last line that lost only its line end is kept', async () => {
  const path = await writeRun('1', '2')
  writeFileSync(path, readFileSync(path, 'utf8').trimEnd())
  const { journal, run, tornBytes } = await reopenJournal(path)
  expect(run.samples).toHaveLength(2)
  expect(tornBytes).toBe(0)
  await journal.append({ type: 'sample', sample: sampleWith({ id: '3' }) })
  await journal.close()
  expect((await readRunFile(path)).run.samples.map(({ id }) => id)).toEqual(['1', '2', '3'])
})

test('a corrupt line anywhere else is an error that names the line', async () => {
  const path = await writeRun('1', '2', '3')
  const lines = readFileSync(path, 'utf8').split('\n')
  lines[2] = (lines[2] ?? '').slice(0, 30)
  writeFileSync(path, lines.join('\n'))
  await expect(readRunFile(path)).rejects.toMatchObject({
    code: 'journal-corrupt',
    message: expect.stringContaining('line 3'),
  })
})

test('a line that is JSON but no line of a run is an error that names the line', async () => {
  const path = await writeRun('1')
  appendFileSync(path, '{"type":"sample","sample":{}}\n')
  await expect(readRunFile(path)).rejects.toMatchObject({
    code: 'journal-corrupt',
    message: expect.stringContaining('line 3'),
  })
})

test('a journal of a newer schema is refused and left as it is', async () => {
  const path = await writeRun('1')
  const newer = readFileSync(path, 'utf8').replace('"schemaVersion":1', '"schemaVersion":2')
  writeFileSync(path, newer)
  await expect(reopenJournal(path)).rejects.toMatchObject({ code: 'journal-newer' })
  expect(readFileSync(path, 'utf8')).toBe(newer)
})

const sample = (id: string) => ({ type: 'sample', sample: sampleWith({ id }) })

/** A run file of these lines after its header. */
function fileOf(...lines: readonly (object | string)[]): string {
  const path = join(temporaryFolder(), 'run-1.jsonl')
  const texts = [header, ...lines].map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  writeFileSync(path, texts.map((text) => `${text}\n`).join(''))
  return path
}

test.each([
  ['a sample that is there twice', [sample('1'), sample('2'), sample('1')], 'line 4', 'sample 1'],
  ['a sample after the footer', [sample('1'), { ...footer, samples: 1 }, sample('2')], 'line 4', 'footer'],
  [
    'a second footer',
    [
      { ...footer, samples: 0 },
      { ...footer, samples: 0 },
    ],
    'line 3',
    'footer',
  ],
  ['a footer that counts otherwise', [sample('1'), footer], 'line 3', 'counts 2 samples, and there are 1'],
  ['a second header', [sample('1'), header], 'line 3', 'header'],
])('%s is damage, and the line is named', async (_what, lines, line, reason) => {
  const path = fileOf(...lines)
  for (const read of [readRunFile, reopenJournal])
    await expect(read(path)).rejects.toMatchObject({
      code: 'journal-corrupt',
      message: expect.stringMatching(new RegExp(`${line}: .*${reason}`)),
    })
})

test.each([
  ['an id of the run that leads elsewhere', { run: '../../elsewhere' }, 'line 1', 'is not valid'],
  ['a target that is there twice', { targets: [targetOf('a'), targetOf('a')] }, 'line 1', 'the target a'],
  [
    'a sample of a target of another run',
    { targets: [targetOf('b')] },
    'line 2',
    'which the header does not have',
  ],
])('%s is damage', async (_what, changes, line, reason) => {
  const path = join(temporaryFolder(), 'run-1.jsonl')
  const lines = [{ ...header, ...changes }, sample('1')]
  writeFileSync(path, lines.map((text) => `${JSON.stringify(text)}\n`).join(''))
  await expect(readRunFile(path)).rejects.toMatchObject({
    code: 'journal-corrupt',
    message: expect.stringMatching(new RegExp(`${line}: .*${reason}`)),
  })
})

test('blank lines are no damage, and the lines after them keep their numbers', async () => {
  const path = fileOf('', sample('1'), '  \r', sample('2'), '')
  expect((await readRunFile(path)).run.samples.map(({ id }) => id)).toEqual(['1', '2'])
  const { journal } = await reopenJournal(path)
  await journal.append({ type: 'sample', sample: sampleWith({ id: '3' }) })
  await journal.close()
  expect((await readRunFile(path)).run.samples).toHaveLength(3)
  appendFileSync(path, 'nonsense\n')
  await expect(readRunFile(path)).rejects.toMatchObject({ message: expect.stringContaining('line 8') })
})

test('a run file in UTF-16, or with a byte order mark, is read, and not gone on with in another encoding', async () => {
  const path = fileOf(sample('1'), sample('2'))
  const text = readFileSync(path, 'utf8').replaceAll('\n', '\r\n')
  for (const bytes of [Buffer.from(`\ufeff${text}`), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
    writeFileSync(path, bytes)
    expect((await readRunFile(path)).run.samples.map(({ id }) => id)).toEqual(['1', '2'])
  }
  await expect(reopenJournal(path)).rejects.toMatchObject({ code: 'journal-encoding' })
  expect(readFileSync(path)).toEqual(Buffer.from(`\ufeff${text}`, 'utf16le'))
})

test('what is no file is refused by name, and not read for ever', async () => {
  const folder = temporaryFolder()
  await expect(readRunFile(folder)).rejects.toMatchObject({ code: 'not-a-file' })
  if (process.platform === 'win32') return
  execFileSync('mkfifo', [join(folder, 'pipe')])
  await expect(readRunFile(join(folder, 'pipe'))).rejects.toMatchObject({
    code: 'not-a-file',
    message: expect.stringContaining('is a named pipe'),
  })
  await expect(readRunFile('/dev/zero')).rejects.toMatchObject({
    code: 'not-a-file',
    message: expect.stringContaining('is a device'),
  })
})
