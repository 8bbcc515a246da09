import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openSource } from '../../src/workload/workload-source.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

it('a package knows its files and bytes; recorded runs, our own notes and dependencies are no part of it', async () => {
  const root = temporaryFolder()
  for (const folder of ['results', '.coldstart', 'node_modules/dep', 'lib'])
    mkdirSync(join(root, folder), { recursive: true })
  const files = {
    'index.mjs': '12345',
    'lib/a.txt': '123',
    'results/run.jsonl': 'x',
    '.coldstart/x': 'x',
    'node_modules/dep/i.js': 'x',
  }
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text)
  const file = join(root, 'index.mjs')
  expect(await (await openSource({ file }, { contract: 'lambda' })).size()).toEqual({ files: 2, bytes: 8 })
  const padded = await openSource({ file }, { contract: 'lambda', paddingKb: 1 })
  expect(await padded.size()).toEqual({ files: 3, bytes: 8 + 1024 })
  expect((await padded.files()).reduce((sum, { bytes }) => sum + bytes.length, 0)).toBe(8 + 1024)
})
