import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { WhyReport } from '../../../src/core/why-report.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { writeBurningPackage } from '../support/burning-package.ts'
import { explainFile, writeFiles } from '../support/explain-files.ts'
import { nodes } from '../support/nodes.ts'

const run = promisify(execFile)
const bin = join(import.meta.dirname, '../../../bin/coldstart.js')

/** What no busy machine hides, and takes no CPU from it. */
const WAITS = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)\nexports.x = 1\n'

/** A package that waits for half a second and is used by no request, and one that refuses to be bundled. */
async function writeFunction(folder: string): Promise<string> {
  await writeBurningPackage(folder, {
    slow: { format: 'cjs', burnMs: 0 },
    quick: { format: 'cjs', burnMs: 5 },
  })
  await writeFile(join(folder, 'node_modules', 'slow', 'index.cjs'), WAITS)
  const place = join(folder, 'node_modules', 'loner')
  await mkdir(place, { recursive: true })
  await writeFile(
    join(place, 'index.js'),
    "if (!__filename.includes('loner')) throw new Error('I stand alone')\n",
  )
  const file = join(folder, 'handler.cjs')
  await writeFile(
    file,
    "const slow = require('slow')\nrequire('quick')\nrequire('loner')\nexports.handler = async (event) => ({ ok: true, slow: event?.never ? slow.x : 1 })\n",
  )
  return file
}

const copiesOf = (folder: string) => readdir(join(folder, '.coldstart', 'why')).catch(() => [])

test('a lazy import is found to save what the package takes, a bundle that breaks is said to, and no copy is left', async () => {
  const folder = temporaryFolder()
  const file = await writeFunction(folder)
  const words = [
    '--provider',
    'lambda',
    '--cold',
    '8',
    '--what-if',
    'lazy:slow,lazy:quick,bundle',
    '--format',
    'json',
    '-q',
  ]
  const { stdout } = await run(process.execPath, [bin, 'why', file, ...words], { cwd: folder })
  const { whatIfs, runs } = JSON.parse(stdout) as WhyReport
  const [slow, quick, bundle] = whatIfs
  expect(slow?.change?.verdict).toBe('faster')
  expect(slow?.change?.differenceInterval?.lower).toBeLessThan(-140)
  expect(slow?.notes.join(' ')).toContain('An upper bound')
  expect(quick?.change?.verdict).not.toBe('slower')
  expect(bundle?.broken).toContain('I stand alone')
  expect(runs).toHaveLength(2)
  expect(await copiesOf(folder)).toEqual([])
})

test('what a killed run has measured is in its journal, and the next run removes its copies', async () => {
  const folder = temporaryFolder()
  const file = await writeFunction(folder)
  const words = ['why', file, '--provider', 'lambda', '--cold', '200', '--what-if', 'lazy:quick']
  const child = spawn(process.execPath, [bin, ...words], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (text) => {
    said += text
  })
  while (!said.includes('lazy-quick: first cold start')) await once(child.stderr, 'data')
  child.kill('SIGKILL')
  await once(child, 'close')
  expect(await copiesOf(folder)).toHaveLength(1)
  const { stdout } = await run(process.execPath, [bin, 'runs', '--format', 'json'], { cwd: folder })
  expect(stdout).toContain('unfinished')
  await run(process.execPath, [bin, ...words.slice(0, 4), '--cold', '1', '--what-if', 'lazy:quick', '-q'], {
    cwd: folder,
  })
  expect(await copiesOf(folder)).toEqual([])
})

describe.each(nodes.slice(1))('under $name', ({ path }) => {
  const skip = path === undefined ? test.skip : test

  skip.each([
    ['handler.mjs', "import one from 'one'\nexport const handler = async () => ({ ok: one.length })\n"],
    ['handler.cjs', "exports.handler = async () => ({ ok: require('one').length })\nrequire('one')\n"],
  ])('a start of %s takes modules from the compile cache in the package', async (file, source) => {
    const folder = temporaryFolder()
    await writeFiles(folder, {
      'package.json': '{"name":"cached"}',
      'node_modules/one/package.json': '{"name":"one","version":"1.0.0","main":"i.js"}',
      'node_modules/one/i.js': `module.exports = [${'(a) => a + 1, '.repeat(2000)}]\n`,
      [file]: source,
    })
    const words = [file, '--provider', 'lambda', '--cold', '1', '--what-if', 'compile-cache']
    const [cached] = (await explainFile(folder, words, path)).whatIfs
    expect(cached?.notPossible ?? cached?.broken ?? cached?.notes.join(' ')).toMatch(
      /took [1-9]\d* modules? from the cache/,
    )
    expect(await copiesOf(folder)).toEqual([])
  })
})

test('on a Node without a compile cache that is said in its place', {
  skip: !process.version.startsWith('v20'),
}, async () => {
  const folder = temporaryFolder()
  await writeFiles(folder, { 'handler.mjs': 'export const handler = async () => ({ ok: 1 })\n' })
  const [cached] = (await explainFile(folder, ['handler.mjs', '--cold', '1', '--what-if', 'compile-cache']))
    .whatIfs
  expect(cached?.notPossible).toContain('has no compile cache; 22.8 and later have one')
})
