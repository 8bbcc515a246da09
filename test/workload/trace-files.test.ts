import { join, relative, sep } from 'node:path'
import { expect, it } from 'vitest'
import { traceFiles } from '../../src/workload/trace-files.ts'
import { openSource } from '../../src/workload/workload-source.ts'
import { writeFiles } from '../support/git-repository.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What a function reaches in a package with these `exports`, which has a file for each condition. */
async function reachedOf(exports: unknown): Promise<string[]> {
  const root = temporaryFolder()
  const dep = (name: string) => `node_modules/dep/${name}`
  writeFiles(root, {
    'package.json': '{}',
    'handler.js': "exports.handler = async () => require('dep')",
    [dep('package.json')]: JSON.stringify({ name: 'dep', exports }),
    [dep('sync.mjs')]: 'import "./beside.mjs"; export {}',
    [dep('beside.mjs')]: '',
    [dep('addon.js')]: '',
    [dep('index.js')]: '',
    [dep('index.mjs')]: '',
  })
  const workload = await openSource({ file: join(root, 'handler.js') }, { contract: 'lambda' })
  const found = await traceFiles(workload)
  return found.files.map((path) =>
    relative(join(found.root, 'node_modules', 'dep'), path)
      .split(sep)
      .join('/'),
  )
}

it.each([
  ['at the top', { '.': { 'module-sync': './sync.mjs', default: './index.js' } }],
  [
    'in an array of fallbacks',
    { '.': [{ 'module-sync': './sync.mjs', default: './index.js' }, './index.js'] },
  ],
  ['within another condition', { '.': { node: { 'module-sync': './sync.mjs', default: './index.js' } } }],
])(
  'what `module-sync` names %s goes along, and what an older Node loads in its place',
  async (_, exports) => {
    expect(await reachedOf(exports)).toEqual(expect.arrayContaining(['sync.mjs', 'beside.mjs', 'index.js']))
  },
)

it('what `node-addons` names goes along', async () => {
  const exports = { 'node-addons': './addon.js', default: './index.js' }
  expect(await reachedOf(exports)).toEqual(expect.arrayContaining(['addon.js', 'index.js']))
})
