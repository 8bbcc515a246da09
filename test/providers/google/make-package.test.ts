import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { describePackage } from '../../../src/plan/describe-package.ts'
import { makePackage } from '../../../src/providers/google/make-package.ts'
import { prepareGoogle } from '../../../src/providers/google/prepare-google.ts'
import { openSource } from '../../../src/workload/workload-source.ts'
import { googleProvider } from '../../support/connected-providers.ts'
import { writeFiles } from '../../support/git-repository.ts'
import { specFor } from '../../support/stand-in/deploy-setup.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const pack = async (folder: string, paddingKb = 0) =>
  makePackage(await openSource({ folder }, { contract: 'google', paddingKb }))

describe('the package for Google', () => {
  it('holds the core, the adapter and a manifest whose main is the adapter', async () => {
    const { zip } = await pack('fixtures/hello')
    const files = unzipSync(zip)
    expect(Object.keys(files).sort()).toEqual(['core.mjs', 'google.mjs', 'package.json'])
    expect(JSON.parse(Buffer.from(files['package.json'] ?? []).toString())).toMatchObject({
      main: 'google.mjs',
      dependencies: { '@google-cloud/functions-framework': expect.any(String) },
    })
  })

  it('is the same bytes whatever the time, the clock zone and the files’ own dates', async () => {
    const folder = temporaryFolder()
    await writeFile(join(folder, 'package.json'), '{"main":"index.js"}')
    await writeFile(join(folder, 'index.js'), 'exports.hello = 1')
    const first = await pack(folder)
    await utimes(join(folder, 'index.js'), 1, 1)
    expect((await pack(folder)).sha256).toBe(first.sha256)
    // Local time 1980-01-01 is DOS date 0x0021, time 0.
    expect(Buffer.from(first.zip).readUInt32LE(10)).toBe(0x00210000)
  })

  it('gives every file the mode 0644', async () => {
    const { zip } = await pack('fixtures/hello')
    const bytes = Buffer.from(zip)
    const central = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'))
    expect(bytes.readUInt32LE(central + 38) >>> 16).toBe(0o644)
  })

  it('takes a folder of the user whole, without modules, secrets and git', async () => {
    const folder = temporaryFolder()
    for (const name of ['node_modules/x', '.git', 'lib']) await mkdir(join(folder, name), { recursive: true })
    for (const name of [
      'package.json',
      '.env',
      'index.js',
      'lib/a.js',
      'node_modules/x/index.js',
      '.git/config',
    ])
      await writeFile(join(folder, name), '{}')
    const { zip } = await pack(folder)
    expect(Object.keys(unzipSync(zip)).sort()).toEqual(['index.js', 'lib/a.js', 'package.json'])
  })

  it.each([
    [
      'and a package.json',
      { 'package.json': '{"dependencies":{"a":"1"},"devDependencies":{"dev":"1"}}' },
      ['@s/c', 'dev'],
    ],
    ['and none', {}, ['@s/c', 'a', 'dev']],
  ])(
    'names what the function imports and Google does not install: with modules %s',
    async (_, beside, names) => {
      const folder = temporaryFolder()
      writeFiles(folder, {
        ...beside,
        'lib/b.js': "require('@s/c/part'); require('node:fs'); require('path')",
        'fn.js':
          "require('a'); require('dev'); require('./lib/b.js'); exports.hello = (req, res) => res.end()",
        'unreached.js': "require('of-a-script')",
        'node_modules/a/package.json': '{"main":"i.js"}',
        'node_modules/a/i.js': "require('transitive')",
      })
      const file = join(folder, 'fn.js')
      const workload = await openSource({ file }, { contract: 'google' })
      for (const proves of [false, true]) {
        const { facts } = await makePackage(workload, proves)
        expect(facts.unlisted).toEqual(names)
        expect(describePackage(facts).join('\n')).toContain(
          `by which the platform installs: ${names.join(', ')}`,
        )
      }
    },
  )

  it('names nothing of a function whose package.json says all of it', async () => {
    const folder = temporaryFolder()
    writeFiles(folder, {
      'package.json': '{"name":"own","main":"fn.ts","dependencies":{"a":"1"},"peerDependencies":{"p":"1"}}',
      'fn.ts': `import type { T } from 'types-alone'
import a from 'a'
import 'p'
export const hello = (req: T, res: any) => res.end(a)`,
    })
    const workload = await openSource({ file: join(folder, 'fn.ts') }, { contract: 'google' })
    expect((await makePackage(workload)).facts).not.toHaveProperty('unlisted')
  })

  it.each([
    ['in a script of package.json alone', 'exports.onEvent = () => {}', false],
    [
      'and is registered',
      "require('@google-cloud/functions-framework').cloudEvent('onEvent', () => {})",
      true,
    ],
  ])(
    'is made of a CloudEvent function only where Google learns of it: its signature stands %s',
    async (_, text, isMade) => {
      const folder = temporaryFolder()
      writeFiles(folder, {
        'package.json':
          '{"main":"fn.js","scripts":{"start":"functions-framework --target=onEvent --signature-type=cloudevent"}}',
        'fn.js': text,
      })
      const workload = { file: join(folder, 'fn.js') }
      const prepared = prepareGoogle(specFor(googleProvider, {}, { workload }), Date.UTC(2026, 0, 1))
      if (isMade) expect(await prepared).toMatchObject({ isEvent: true, entryPoint: 'onEvent' })
      else
        await expect(prepared).rejects.toMatchObject({
          code: 'cannot-deploy',
          hint: expect.stringContaining("functions.cloudEvent('onEvent'"),
        })
    },
  )

  it('grows by the padding asked for, which does not compress', async () => {
    const plain = await pack('fixtures/hello')
    const padded = await pack('fixtures/hello', 64)
    expect(padded.zip.length - plain.zip.length).toBeGreaterThan(64 * 1024)
    expect(padded.zip.length - plain.zip.length).toBeLessThan(65 * 1024)
    expect((await pack('fixtures/hello', 64)).sha256).toBe(padded.sha256)
  })

  it('refuses a package.json whose main does not exist', async () => {
    const folder = temporaryFolder()
    await writeFile(join(folder, 'package.json'), '{"main":"./server.js"}')
    await expect(pack(folder)).rejects.toThrow('has no server.js')
  })

  it('refuses a folder that is no function, and says what one is', async () => {
    await expect(pack(temporaryFolder())).rejects.toMatchObject({
      code: 'cannot-deploy',
      message: expect.stringContaining('has no google.mjs'),
      hint: expect.stringContaining('fixtures/hello'),
    })
  })
})
