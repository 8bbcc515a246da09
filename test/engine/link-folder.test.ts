import { mkdir, readFile, readlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { linkFolder } from '../../src/engine/link-folder.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const refused = (code: string) => Object.assign(new Error(code), { code })

it('links where the system links', async () => {
  const folder = temporaryFolder()
  await mkdir(join(folder, 'from'))
  expect(await linkFolder(join(folder, 'from'), join(folder, 'to'))).toBe('linked')
  expect(await readlink(join(folder, 'to'))).toBe(join(folder, 'from'))
})

it.each([
  ['a junction', [], ['junction'], 'linked'],
  ['a link, where junctions are refused (a network drive)', ['junction'], ['junction', 'dir'], 'linked'],
  [
    'a copy, where Windows refuses links too (no developer mode)',
    ['junction', 'dir'],
    ['junction', 'dir', 'copy'],
    'copied',
  ],
])('makes %s', async (_, refusing, expected, how) => {
  const tried: string[] = []
  const outcome = await linkFolder('/from', '/to', {
    async symlink(_target, _path, type) {
      tried.push(type)
      if (refusing.includes(type)) throw refused('EPERM')
    },
    async copy() {
      tried.push('copy')
    },
  })
  expect({ tried, outcome }).toEqual({ tried: expected, outcome: how })
})

it('copies files and what is below, and replaces nothing that is there', async () => {
  const folder = temporaryFolder()
  await mkdir(join(folder, 'from', 'deep'), { recursive: true })
  await writeFile(join(folder, 'from', 'deep', 'a.js'), '1')
  const { cp } = await import('node:fs/promises')
  const refuse = {
    symlink: () => Promise.reject(refused('EPERM')),
    copy: (a: string, b: string) => cp(a, b, { recursive: true }),
  }
  expect(await linkFolder(join(folder, 'from'), join(folder, 'to'), refuse)).toBe('copied')
  expect(await readFile(join(folder, 'to', 'deep', 'a.js'), 'utf8')).toBe('1')
  await expect(linkFolder(join(folder, 'from'), join(folder, 'to'))).rejects.toMatchObject({ code: 'EEXIST' })
})
