import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, lchownSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findConfigFile } from '../../src/config/find-config-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function folderWith(files: Record<string, string>): { cwd: string; home: string } {
  const home = temporaryFolder()
  const cwd = join(home, 'project')
  mkdirSync(cwd)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
  return { cwd, home }
}

test.each([
  ['coldstart.config.json', '{"cold": 3}'],
  ['coldstart.config.mjs', 'export default { cold: 3 }'],
  ['coldstart.config.cjs', 'module.exports = { cold: 3 }'],
  ['package.json', '{"name": "x", "coldstart": {"cold": 3}}'],
])('finds %s', async (name, text) => {
  const folder = folderWith({ [name]: text })
  expect(await findConfigFile(folder)).toEqual({ path: join(folder.cwd, name), values: { cold: 3 } })
})

test('finds a file in a folder above, but not above the home directory', async () => {
  const { cwd, home } = folderWith({ 'coldstart.config.json': '{"cold": 3}' })
  const inner = join(cwd, 'a', 'b')
  mkdirSync(inner, { recursive: true })
  expect((await findConfigFile({ cwd: inner, home }))?.values).toEqual({ cold: 3 })
  expect(await findConfigFile({ cwd: inner, home: join(cwd, 'a') })).toBeUndefined()
})

test('the search ends at the folder that holds .git, else at the nearest package.json', async () => {
  const { cwd, home } = folderWith({ 'coldstart.config.json': '{"cold": 3}' })
  const inner = join(cwd, 'a', 'b')
  mkdirSync(inner, { recursive: true })
  writeFileSync(join(cwd, 'a', 'package.json'), '{}')
  expect(await findConfigFile({ cwd: inner, home })).toBeUndefined()
  mkdirSync(join(cwd, '.git'))
  expect((await findConfigFile({ cwd: inner, home }))?.values).toEqual({ cold: 3 })
  mkdirSync(join(inner, '.git'))
  expect(await findConfigFile({ cwd: inner, home })).toBeUndefined()
})

test('without either, the search ends where other users can write', async () => {
  const { cwd, home } = folderWith({ 'coldstart.config.mjs': 'throw new Error("was run")' })
  const inner = join(cwd, 'a')
  mkdirSync(inner)
  chmodSync(cwd, 0o1777)
  expect(await findConfigFile({ cwd: inner, home })).toBeUndefined()
})

const canGiveAway = process.getuid?.() === 0
test.skipIf(!canGiveAway)('what another user owns is not run, and said', async () => {
  const { cwd, home } = folderWith({ 'coldstart.config.mjs': 'throw new Error("was run")' })
  const path = join(cwd, 'coldstart.config.mjs')
  chownSync(path, 12_345, 12_345)
  const foreign: string[] = []
  expect(await findConfigFile({ cwd, home, onForeign: (found) => foreign.push(found) })).toBeUndefined()
  expect(foreign).toEqual([path])
  chownSync(path, 0, 0)
  chownSync(cwd, 12_345, 12_345)
  expect(await findConfigFile({ cwd, home })).toBeUndefined()
})

test.skipIf(!canGiveAway)(
  'a link of another user’s, and one to another user’s file or folder, is not followed',
  async () => {
    const { cwd, home } = folderWith({ 'own.mjs': 'throw new Error("was run")' })
    const link = join(cwd, 'coldstart.config.mjs')
    symlinkSync('own.mjs', link)
    lchownSync(link, 12_345, 12_345)
    expect(await findConfigFile({ cwd, home })).toBeUndefined()
    lchownSync(link, 0, 0)
    await expect(findConfigFile({ cwd, home })).rejects.toMatchObject({ code: 'bad-config-file' })
    const elsewhere = join(home, 'elsewhere')
    mkdirSync(elsewhere)
    writeFileSync(join(elsewhere, 'own.mjs'), 'throw new Error("was run")')
    rmSync(link)
    symlinkSync(join(elsewhere, 'own.mjs'), link)
    chownSync(elsewhere, 12_345, 12_345)
    expect(await findConfigFile({ cwd, home })).toBeUndefined()
  },
)

test.skipIf(!canGiveAway)(
  'a package.json of another user is passed over, and said where it has a configuration',
  async () => {
    for (const [text, said] of [
      ['{"name": "x"}', 0],
      ['{"coldstart": {"cold": 3}}', 1],
    ] as const) {
      const { cwd, home } = folderWith({ 'package.json': text })
      chownSync(join(cwd, 'package.json'), 12_345, 12_345)
      const foreign: string[] = []
      expect(await findConfigFile({ cwd, home, onForeign: (found) => foreign.push(found) })).toBeUndefined()
      expect(foreign).toHaveLength(said)
    }
  },
)

test.each(['null', '[]', '3', '"x"'])(
  'a package.json that holds %s is said to hold no object',
  async (text) => {
    await expect(findConfigFile(folderWith({ 'package.json': text }))).rejects.toMatchObject({
      code: 'bad-config-file',
      message: expect.stringContaining('it holds no object'),
    })
  },
)

test('no file, and a package.json without the key, are no configuration', async () => {
  expect(await findConfigFile(folderWith({ 'package.json': '{"name": "x"}' }))).toBeUndefined()
})

test('a file that was named must exist', async () => {
  const folder = folderWith({ 'mine.json': '{"cold": 4}' })
  expect((await findConfigFile({ ...folder, path: 'mine.json' }))?.values).toEqual({ cold: 4 })
  await expect(findConfigFile({ ...folder, path: 'other.json' })).rejects.toMatchObject({
    code: 'config-file-missing',
  })
})

test.each([
  ['coldstart.config.json', '{"cold": '],
  ['coldstart.config.mjs', 'export default ['],
  ['coldstart.config.mjs', 'export default 3'],
])('%s holding %s is an error that names the file', async (name, text) => {
  const folder = folderWith({ [name]: text })
  await expect(findConfigFile({ ...folder, path: name })).rejects.toMatchObject({
    code: 'bad-config-file',
    message: expect.stringContaining(name),
  })
})

/** Node by itself: vitest would load TypeScript for it. */
function findWithPlainNode(folder: { cwd: string; home: string }): { values?: unknown; code?: string } {
  const built = fileURLToPath(new URL('../../dist/modules/config/find-config-file.js', import.meta.url))
  const script = `
    import { findConfigFile } from ${JSON.stringify(built)}
    const said = await findConfigFile(${JSON.stringify(folder)}).catch(({ code }) => ({ code }))
    console.log(JSON.stringify(said))`
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  })
  return JSON.parse(output)
}

test('a TypeScript file is loaded where Node can do that, else the error says which Node it needs', () => {
  const found = findWithPlainNode(
    folderWith({ 'coldstart.config.ts': 'const cold: number = 3\nexport default { cold }' }),
  )
  if ('typescript' in process.features && process.features.typescript)
    expect(found.values).toEqual({ cold: 3 })
  else expect(found.code).toBe('config-typescript')
})

test.each(['coldstart.config.json', 'package.json'])('%s is read in UTF-16 and with a mark', async (name) => {
  const text = name === 'package.json' ? '{"coldstart": {"cold": 3}}' : '{"cold": 3}'
  const folder = folderWith({ [name]: '' })
  for (const bytes of [Buffer.from(`\ufeff${text}`), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
    writeFileSync(join(folder.cwd, name), bytes)
    expect((await findConfigFile(folder))?.values).toEqual({ cold: 3 })
  }
})

test('a broken package.json is named', async () => {
  await expect(findConfigFile(folderWith({ 'package.json': '{"name": ' }))).rejects.toMatchObject({
    code: 'bad-config-file',
    message: expect.stringContaining('package.json'),
  })
})

test.skipIf(process.platform === 'win32')('a named pipe is refused, and not read for ever', async () => {
  const folder = folderWith({})
  execFileSync('mkfifo', [join(folder.cwd, 'pipe.json')])
  await expect(findConfigFile({ ...folder, path: 'pipe.json' })).rejects.toMatchObject({ code: 'not-a-file' })
})
