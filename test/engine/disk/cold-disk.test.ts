import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { platform } from 'node:process'
import { expect, it, onTestFinished } from 'vitest'
import { checkColdDisk, describeColdDisk } from '../../../src/engine/disk/cold-disk.ts'
import { dropPages } from '../../../src/engine/disk/drop-pages.ts'
import { FunctionDisk, listPages } from '../../../src/engine/disk/function-disk.ts'
import { readProcessReads, readsSince } from '../../../src/engine/disk/process-reads.ts'
import { describeLibrary } from '../../../src/engine/disk/runtime-library.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const isLinux = platform === 'linux'

/** The temporary folder of the tests may lie in memory. */
function folderOnDisk(): string {
  const folder = mkdtempSync('/var/tmp/coldstart-test-')
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

it('names what is dropped', () => {
  expect(describeColdDisk('package')).toBe('pages of the package dropped before each cold start')
  expect(describeColdDisk('all')).toContain('and of the runtime')
  expect(describeColdDisk('all', 'its program, 2 shared libraries')).toContain(
    'runtime (its program, 2 shared libraries)',
  )
})

it('counts what is dropped of the runtime', () => {
  const library = (mapped: number, standard: number) =>
    describeLibrary({
      mapped: Array(mapped).fill('a'),
      standard: Array(standard).fill('b'),
      drop: async () => {},
    })
  expect(library(0, 0)).toBe('its program')
  expect(library(1, 1)).toBe('its program, 1 shared library, 1 file of its standard library')
  expect(library(2, 3)).toBe('its program, 2 shared libraries, 3 files of its standard library')
})

it('is refused where pages cannot be dropped without privileges', async () => {
  await expect(checkColdDisk('darwin', temporaryFolder())).rejects.toMatchObject({
    code: 'no-cold-disk',
    message: expect.stringContaining('darwin'),
  })
})

it.runIf(isLinux && existsSync('/dev/shm'))('is refused for what lies in memory', async () => {
  const folder = mkdtempSync('/dev/shm/coldstart-test-')
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const inMemory = { code: 'no-cold-disk', message: expect.stringContaining('tmpfs') }
  await expect(checkColdDisk('linux', folder)).rejects.toMatchObject(inMemory)
  writeFileSync(join(folder, 'linked.mjs'), '')
  const place = temporaryFolder()
  symlinkSync(folder, join(place, 'node_modules'))
  await expect(listPages([place])).rejects.toMatchObject(inMemory)
})

it.runIf(isLinux)('takes every file of a package once, through its links', async () => {
  const [place, elsewhere] = [folderOnDisk(), folderOnDisk()]
  mkdirSync(join(place, 'lib'))
  for (const path of [join(place, 'a.mjs'), join(place, 'lib/b.mjs'), join(elsewhere, 'c.mjs')])
    writeFileSync(path, 'export {}')
  symlinkSync(elsewhere, join(place, 'node_modules'))
  symlinkSync(place, join(elsewhere, 'back'))
  const files = await listPages([place, join(place, 'gone')])
  expect(files.map((path) => path.split('/').at(-1)).toSorted()).toEqual(['a.mjs', 'b.mjs', 'c.mjs'])
})

it('takes what was read before away from what is read since', () => {
  const before = { diskBytes: 1, bytes: 20, calls: 3 }
  const now = { diskBytes: 11, bytes: 25, calls: 4 }
  expect(readsSince(before, now)).toEqual({ diskBytes: 10, bytes: 5, calls: 1 })
  expect(readsSince(undefined, now)).toEqual(now)
  expect(readsSince(before, undefined)).toBeUndefined()
})

it.runIf(isLinux)('counts what this process reads', () => {
  expect(readProcessReads('self')?.calls).toBeGreaterThan(0)
  expect(readProcessReads(2 ** 30)).toBeUndefined()
})

it.runIf(isLinux)('drops the others where a file is gone since they were listed', async () => {
  const place = temporaryFolder()
  writeFileSync(join(place, 'a.mjs'), 'export {}')
  expect(await dropPages([join(place, 'gone'), join(place, 'a.mjs')])).toBeUndefined()
})

it('drops nothing once it is closed', async () => {
  const disk = new FunctionDisk([join(temporaryFolder(), 'gone')])
  disk.close()
  await expect(disk.makeCold()).resolves.toBeUndefined()
})
