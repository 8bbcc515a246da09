import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { packFunction } from '../../../src/providers/lambda/function-package.ts'
import { openSource } from '../../../src/workload/workload-source.ts'
import { sampleFolder } from '../../support/aws-stand-in/aws-context.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const pack = async (folder: string, paddingKb = 0) =>
  packFunction(await openSource({ folder }, { contract: 'lambda', paddingKb }))

/** Upper half of the external attributes in each central directory entry: the Unix mode. */
function modesIn(zip: Uint8Array): number[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  const modes: number[] = []
  for (let at = 0; at < zip.length - 46; at++)
    if (view.getUint32(at, true) === 0x02014b50) modes.push(view.getUint16(at + 40, true))
  return modes
}

describe("Lambda's package", () => {
  it('holds the handler and what it imports, and no other platform’s adapter', async () => {
    const made = await pack(sampleFolder)
    expect(made.files).toEqual(['core.mjs', 'lambda.mjs'])
    expect(made.handler).toBe('lambda.handler')
  })

  it('is the same to the byte every time', async () => {
    const [first, second] = await Promise.all([pack(sampleFolder), pack(sampleFolder)])
    expect(Buffer.from(first.zip).equals(Buffer.from(second.zip))).toBe(true)
    expect(first.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it('makes every file readable for the user Lambda runs as', async () => {
    const { zip } = await pack(sampleFolder)
    expect(modesIn(zip).map((mode) => (mode & 0o777).toString(8))).toEqual(['644', '644'])
  })

  it('grows by the padding that was asked for, compression or not', async () => {
    const plain = await pack(sampleFolder)
    const padded = await pack(sampleFolder, 64)
    expect(padded.zip.length - plain.zip.length).toBeGreaterThanOrEqual(64 * 1024)
    expect(padded.sha256).not.toBe(plain.sha256)
  })

  it('packs a folder with packages of its own whole', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'node_modules', 'dep'), { recursive: true })
    mkdirSync(join(folder, '.git'))
    writeFileSync(join(folder, 'package.json'), '{}')
    writeFileSync(join(folder, 'index.mjs'), "import 'dep'\nexport const handler = async () => 1\n")
    writeFileSync(join(folder, 'node_modules', 'dep', 'index.js'), '')
    writeFileSync(join(folder, '.git', 'config'), 'secret')
    const { zip, handler } = await pack(folder)
    expect(Object.keys(unzipSync(zip)).sort()).toEqual([
      'index.mjs',
      'node_modules/dep/index.js',
      'package.json',
    ])
    expect(handler).toBe('index.handler')
  })
})
