import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeFileAtomically } from '../../src/store/write-file.ts'
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
    code: 'cannot-write',
    message: expect.stringContaining(path),
  })
  expect(readdirSync(folder)).toEqual(['run.json'])
})
