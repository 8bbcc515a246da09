import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { type FunctionZip, readBootstrap, zipFunction } from '../../src/providers/netlify/function-zip.ts'
import { openSample } from '../../src/workload/sample.ts'
import { helloFixture } from '../support/stand-in/deploy-setup.ts'
import { runInEngine } from '../support/stand-in/engine-runner.ts'

const oracle = fileURLToPath(new URL('../oracles/zisi/node_modules/', import.meta.url))
const zisi = join(oracle, '@netlify/zip-it-and-ship-it/dist/main.js')
const INSTALL = 'npm ci --ignore-scripts --prefix test/oracles/zisi'

interface Packed {
  readonly files: Readonly<Record<string, Buffer>>
  readonly runtimeVersion?: string
  readonly invocationMode?: string
  readonly bootstrapVersion?: string
}

/** What Netlify's packager makes of the function as a user would keep it: netlify/functions/hello.mjs. */
async function packWithNetlify(adapter: string): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), 'coldstart-zisi-'))
  await copyFile(join(helloFixture, adapter), join(folder, 'hello.mjs'))
  await copyFile(join(helloFixture, 'core.mjs'), join(folder, 'core.mjs'))
  const { zipFunction: pack } = await import(pathToFileURL(zisi).href)
  const options = { archiveFormat: 'zip', basePath: folder, config: { '*': { nodeVersion: '22.x' } } }
  const made = await pack(join(folder, 'hello.mjs'), join(folder, 'out'), options)
  const files = unzip(await readFile(made.path))
  await rm(folder, { recursive: true, force: true })
  return { ...made, files }
}

async function packOurs(api: 'v1' | 'v2'): Promise<FunctionZip & Packed> {
  const made = await zipFunction('hello', openSample('netlify', api), 'generation', await readBootstrap())
  return { ...made, files: unzip(made.zip) }
}

function unzip(zip: Uint8Array): Record<string, Buffer> {
  return Object.fromEntries(Object.entries(unzipSync(zip)).map(([path, bytes]) => [path, Buffer.from(bytes)]))
}

function generatedNames({ files }: Packed): string[] {
  return Object.keys(files)
    .filter((path) => path.startsWith('___netlify'))
    .sort()
}

/** One invocation of a package in the local engine. */
async function call(files: Packed['files'], entry: string) {
  const uploaded = {
    name: 'hello',
    contract: 'netlify',
    files: new Map(Object.entries(files)),
    entry,
    exportName: 'handler',
  } as const
  const running = await runInEngine(uploaded)
  try {
    const query = new URLSearchParams({ nonce: 'n', name: 'Ada' })
    const answer = await running.invoke({
      method: 'GET',
      path: '/',
      query,
      headers: {},
      body: Buffer.alloc(0),
      params: {},
    })
    return JSON.parse(await new Response(answer.body as never).text())
  } finally {
    await running.close()
  }
}

describe.skipIf(!existsSync(zisi))(
  `our package is Netlify's own packager's (needs 113 MB: ${INSTALL})`,
  () => {
    let theirs: Packed
    let ours: FunctionZip & Packed

    describe('API v2', () => {
      beforeAll(async () => {
        theirs = await packWithNetlify('netlify.mjs')
        ours = await packOurs('v2')
      })

      it('has the same generated files', () => {
        expect(generatedNames(ours)).toEqual(generatedNames(theirs))
      })

      it.each(['___netlify-entry-point.mjs', '___netlify-telemetry.mjs'])(
        'has the same %s, byte for byte',
        (path) => {
          expect(ours.files[path]?.equals(theirs.files[path] ?? Buffer.alloc(0))).toBe(true)
        },
      )

      it('has the bootstrap of the package that it names, as theirs has', async () => {
        for (const [packed, require] of [
          [ours, createRequire(import.meta.url)],
          [theirs, createRequire(zisi)],
        ] as const) {
          const manifest = require.resolve('@netlify/serverless-functions-api/package.json')
          const { version } = JSON.parse(await readFile(manifest, 'utf8'))
          const metadata = JSON.parse(String(packed.files['___netlify-metadata.json']))
          expect(metadata).toEqual({ bootstrap_version: version, version: 1 })
          const bootstrap = await readFile(join(manifest, '../dist/index.js'))
          expect(packed.files['___netlify-bootstrap.mjs']?.equals(bootstrap)).toBe(true)
        }
      })

      it('is announced in the same way', () => {
        expect(ours.invocationMode).toBe(theirs.invocationMode)
        expect(ours.buildData).toMatchObject({ runtimeAPIVersion: 2 })
        expect(theirs.runtimeVersion).toBe('nodejs22.x')
      })

      it('answers the same', async () => {
        const entry = '___netlify-entry-point.mjs'
        const [our, their] = [await call(ours.files, entry), await call(theirs.files, entry)]
        expect(our).toMatchObject({ message: 'Hello, Ada', nonce: 'n', instance: { invocation: 1 } })
        expect(Object.keys(our.instance)).toEqual(Object.keys(their.instance))
      })
    })

    describe('API v1', () => {
      beforeAll(async () => {
        theirs = await packWithNetlify('netlify-v1.mjs')
        ours = await packOurs('v1')
      })

      it('has the same generated files', () => {
        expect(generatedNames(ours)).toEqual(generatedNames(theirs))
        expect(ours.invocationMode).toBe(theirs.invocationMode)
      })

      it('is called by the same handler name, theirs turned into CommonJS, ours as it was written', () => {
        const roots = ({ files }: Packed) => Object.keys(files).filter((path) => /^hello\.m?js$/.test(path))
        expect([roots(ours), roots(theirs)]).toEqual([['hello.mjs'], ['hello.js']])
      })

      it('answers the same', async () => {
        const [our, their] = [await call(ours.files, 'hello.mjs'), await call(theirs.files, 'hello.js')]
        expect(our).toMatchObject({ message: 'Hello, Ada', nonce: 'n', instance: { invocation: 1 } })
        expect(Object.keys(our.instance)).toEqual(Object.keys(their.instance))
      })
    })
  },
)
