import { execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { refuseUnwritable, writeFileAtomically } from '../../src/store/write-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('writes the whole file and leaves nothing beside it', async () => {
  const path = join(temporaryFolder(), 'results', 'run.json')
  await writeFileAtomically(path, '{"n":1}\n')
  expect(readFileSync(path, 'utf8')).toBe('{"n":1}\n')
  expect(readdirSync(join(path, '..'))).toEqual(['run.json'])
})

test('refuses to replace a file unless forced', async () => {
  const path = join(temporaryFolder(), 'run.json')
  writeFileSync(path, 'old')
  await expect(writeFileAtomically(path, 'new')).rejects.toMatchObject({ code: 'file-exists' })
  expect(readFileSync(path, 'utf8')).toBe('old')
  await writeFileAtomically(path, 'new', { force: true })
  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(readdirSync(join(path, '..'))).toEqual(['run.json'])
})

test('a target that cannot be replaced is an error that names it, and no temporary file stays', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'run.json')
  mkdirSync(path)
  await expect(writeFileAtomically(path, 'new', { force: true })).rejects.toMatchObject({
    code: 'not-writable',
    message: expect.stringContaining(path),
  })
  expect(readdirSync(folder)).toEqual(['run.json'])
})

test('a link stays one, and what it leads to is replaced', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'link.json')
  writeFileSync(join(folder, 'real.json'), 'old')
  symlinkSync('real.json', path)
  await writeFileAtomically(path, 'new', { force: true })
  expect(lstatSync(path).isSymbolicLink()).toBe(true)
  expect(readFileSync(join(folder, 'real.json'), 'utf8')).toBe('new')
})

test.skipIf(process.platform === 'win32')('pipes and devices are never replaced by a file', async () => {
  const folder = temporaryFolder()
  const pipe = join(folder, 'pipe.json')
  execFileSync('mkfifo', [pipe])
  symlinkSync('/dev/full', join(folder, 'full.json'))
  for (const path of [pipe, join(folder, 'full.json')]) {
    const refused = { code: 'not-writable', message: expect.stringContaining(path) }
    await expect(writeFileAtomically(path, 'new', { force: true })).rejects.toMatchObject(refused)
    await expect(refuseUnwritable(path, true)).rejects.toMatchObject(refused)
  }
  expect(lstatSync(pipe).isFIFO()).toBe(true)
})

test('what would keep a file from being written is said beforehand, and nothing is made for it', async () => {
  const folder = temporaryFolder()
  const taken = join(folder, 'taken.json')
  writeFileSync(taken, 'old')
  await expect(refuseUnwritable(taken, false)).rejects.toMatchObject({ code: 'file-exists' })
  await refuseUnwritable(taken, true)
  await expect(refuseUnwritable(join(taken, 'below.json'), false)).rejects.toMatchObject({
    code: 'not-writable',
    message: expect.stringContaining('not a folder'),
  })
  await refuseUnwritable(join(folder, 'new', 'run.json'), false)
  expect(readdirSync(folder)).toEqual(['taken.json'])
})

/** A rename as Windows does it while the file is open elsewhere, for so many attempts. */
function renameWhenClosed(failures: number, code: string) {
  const attempts = { made: 0 }
  const move = async (from: string, to: string) => {
    attempts.made++
    if (attempts.made <= failures)
      throw Object.assign(new Error(`${code}: operation not permitted`), { code })
    await rename(from, to)
  }
  return { attempts, move }
}

test.each(['EPERM', 'EACCES', 'EBUSY'])(
  'a file that is open elsewhere (%s) is replaced once it is closed',
  async (code) => {
    const path = join(temporaryFolder(), 'run.json')
    writeFileSync(path, 'old')
    const { attempts, move } = renameWhenClosed(3, code)
    await writeFileAtomically(path, 'new', { force: true, rename: move })
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(attempts.made).toBe(4)
  },
)

test('a file that stays open, or that fails in another way, is an error; the old one stays', async () => {
  const path = join(temporaryFolder(), 'run.json')
  writeFileSync(path, 'old')
  const open = renameWhenClosed(Number.POSITIVE_INFINITY, 'EPERM')
  const full = renameWhenClosed(Number.POSITIVE_INFINITY, 'ENOSPC')
  const cannotWrite = { code: 'cannot-write', message: expect.stringContaining('not permitted') }
  for (const { move } of [open, full])
    await expect(writeFileAtomically(path, 'new', { force: true, rename: move })).rejects.toMatchObject(
      cannotWrite,
    )
  expect(open.attempts.made).toBeGreaterThan(3)
  expect(full.attempts.made).toBe(1)
  expect(readFileSync(path, 'utf8')).toBe('old')
  expect(readdirSync(join(path, '..'))).toEqual(['run.json'])
})

test('pieces are written one after the other, and none stays when one of them fails', async () => {
  const path = join(temporaryFolder(), 'run.json')
  const pieces = Array.from({ length: 50_000 }, (_, index) => `${index}\n`)
  await writeFileAtomically(path, pieces)
  expect(readFileSync(path, 'utf8')).toBe(pieces.join(''))
  const broken = async function* () {
    yield 'begun'
    throw new Error('no more')
  }
  await expect(writeFileAtomically(`${path}2`, broken())).rejects.toMatchObject({ code: 'cannot-write' })
  expect(readdirSync(join(path, '..'))).toEqual(['run.json'])
})
