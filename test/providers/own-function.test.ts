import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { beforeEach, describe, expect, it } from 'vitest'
import { makePackage } from '../../src/providers/google/make-package.ts'
import { packFunction } from '../../src/providers/lambda/function-package.ts'
import { readBootstrap, zipFunction } from '../../src/providers/netlify/function-zip.ts'
import { makeVercelPackage } from '../../src/providers/vercel/function-package.ts'
import { vercelOptions } from '../../src/providers/vercel/options.ts'
import type { Contract } from '../../src/workload/contract.ts'
import { openSource } from '../../src/workload/workload-source.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let root: string
beforeEach(() => {
  root = temporaryFolder()
})

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
}

const PROJECT = {
  'package.json': '{"name":"mine","dependencies":{"dep":"1.2.3"}}',
  'api/mine.js': 'const { word } = require("dep"); exports.handler = exports.default = () => word',
  'data/items.json': '[]',
  '.env': 'SECRET=1',
  'node_modules/dep/package.json': '{"name":"dep","main":"i.js"}',
  'node_modules/dep/i.js': 'exports.word = 1',
  'node_modules/dep/.npmrc': 'token',
}
const OWN = ['api/mine.js', 'data/items.json', 'package.json']
const MODULES = ['node_modules/dep/i.js', 'node_modules/dep/package.json']

/** Google calls what is named; the others what the file exports for them. */
const open = (contract: Contract) =>
  openSource(
    { file: join(root, 'api/mine.js'), ...(contract === 'google' && { exportName: 'handler' }) },
    { contract },
  )
const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString()

describe("a user's own function, deployed", () => {
  it('has one hash on every platform', async () => {
    write(PROJECT)
    const contracts = ['lambda', 'vercel', 'netlify', 'google'] as const
    const hashes = await Promise.all(contracts.map(async (contract) => (await open(contract)).hash()))
    expect(new Set(hashes).size).toBe(1)
  })

  it('goes to Lambda with its dependencies and without secrets', async () => {
    write(PROJECT)
    const { files, handler } = await packFunction(await open('lambda'))
    expect(files).toEqual([...OWN.slice(0, 2), ...MODULES, 'package.json'])
    expect(handler).toBe('api/mine.handler')
  })

  it('goes to Netlify with its dependencies, behind an entry of ours', async () => {
    write(PROJECT)
    const made = await zipFunction('hello-0', await open('netlify'), 'generation', await readBootstrap())
    const files = unzipSync(made.zip)
    expect(Object.keys(files)).toEqual(expect.arrayContaining([...OWN, ...MODULES, 'hello-0.mjs']))
    expect(text(files['hello-0.mjs'])).toContain("export { handler } from './api/mine.js'")
    expect(Object.keys(files).filter((name) => /\.env|\.npmrc/.test(name))).toEqual([])
  })

  it('goes to Vercel with its dependencies, for what is prebuilt and for what Vercel builds', async () => {
    write(PROJECT)
    const workload = { file: join(root, 'api/mine.js') }
    const spec = { runId: 'r', workload, replicas: 1, options: vercelOptions.parse({}) }
    const { files } = await makeVercelPackage(spec, 'generation', Date.parse('2026-11-28'))
    const paths = files.map(({ path }) => path)
    // As Vercel's own packager, and so without data that nothing reaches.
    const reached = OWN.filter((path) => path !== 'data/items.json')
    expect(paths).toEqual(expect.arrayContaining([...reached, ...MODULES].map((path) => `function/${path}`)))
    expect(paths).not.toContain('function/data/items.json')
    expect(text(files.find(({ path }) => path === 'api/hello-0.mjs')?.bytes)).toContain(
      "export { default } from '../function/api/mine.js'",
    )
    const manifest = files.find(({ path }) => path === 'package.json')
    expect(JSON.parse(text(manifest?.bytes))).toMatchObject({ dependencies: { dep: '1.2.3' } })
  })

  it('goes to Google with a package.json that names it, and no dependencies, which Google installs', async () => {
    write(PROJECT)
    const files = unzipSync((await makePackage(await open('google'))).zip)
    expect(Object.keys(files).sort()).toEqual(OWN)
    expect(JSON.parse(text(files['package.json']))).toMatchObject({
      name: 'mine',
      main: 'api/mine.js',
      dependencies: { dep: '1.2.3' },
    })
  })

  it('is refused where its dependencies are not installed in its folder', async () => {
    write({ 'package.json': '{"dependencies":{"dep":"1"}}', 'api/mine.js': 'exports.handler = 1' })
    await expect(packFunction(await open('lambda'))).rejects.toMatchObject({
      code: 'cannot-deploy',
      message: expect.stringContaining('has no node_modules with what its package.json wants (dep)'),
    })
  })

  it('is not given together with a handler string', async () => {
    write(PROJECT)
    const asked = openSource({ file: join(root, 'api/mine.js') }, { contract: 'lambda', handler: 'a.b' })
    await expect(asked).rejects.toMatchObject({
      code: 'cannot-deploy',
      hint: expect.stringContaining('--export'),
    })
  })
})
