import { chmodSync, mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { describePackage } from '../../src/plan/describe-package.ts'
import { factsOf } from '../../src/providers/prepare-once.ts'
import { makeDeployedPackage } from '../../src/workload/deployed-package.ts'
import { EXECUTABLE, LINK } from '../../src/workload/package-files.ts'
import { openSource } from '../../src/workload/workload-source.ts'
import { writeFiles } from '../support/git-repository.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const FILES = {
  'app/package.json': '{}',
  'app/api/hello.js': `const { readFileSync } = require('fs')
const texts = [
  readFileSync(require('path').join(__dirname, 'inside.txt')),
  readFileSync(require('path').join(__dirname, 'outside.txt')),
]
require('./lib/part.js')
require('../lib/part.js')
const program = require('path').join(__dirname, 'program.sh')
exports.handler = async () => String(texts)`,
  'app/api/program.sh': '#!/bin/sh\n',
  'app/data/inside.txt': 'in',
  'app/lib/part.js': '',
  'elsewhere/outside.txt': 'out',
}

async function packed(takes: 'reached' | 'folder') {
  const top = temporaryFolder()
  writeFiles(top, FILES)
  const links = {
    'app/api/inside.txt': '../data/inside.txt',
    'app/api/outside.txt': '../../elsewhere/outside.txt',
    'app/api/lib': '../lib',
  }
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(top, path)), { recursive: true })
    symlinkSync(target, join(top, path), target.endsWith('.txt') ? 'file' : 'dir')
  }
  chmodSync(join(top, 'app/api/program.sh'), 0o755)
  const workload = await openSource({ file: join(top, 'app/api/hello.js') }, { contract: 'vercel' })
  return makeDeployedPackage(workload, takes)
}

const POSIX = process.platform !== 'win32'

it.runIf(POSIX)(
  'a link stays a link where what it leads to goes along, else it is a copy that is named',
  async () => {
    const made = await packed('reached')
    const seen = made.files.map(({ path, bytes, mode }) => [
      path,
      mode,
      mode === LINK ? String(Buffer.from(bytes)) : '',
    ])
    expect(seen).toEqual([
      ['api/hello.js', undefined, ''],
      ['api/inside.txt', LINK, '../data/inside.txt'],
      ['api/lib', LINK, '../lib'],
      ['api/outside.txt', undefined, ''],
      ['api/program.sh', EXECUTABLE, ''],
      ['data/inside.txt', undefined, ''],
      ['lib/part.js', undefined, ''],
      ['package.json', undefined, ''],
    ])
    expect(made.copied).toEqual(['api/outside.txt'])
    expect(describePackage(factsOf(made)).join('\n')).toMatch(
      /links uploaded as copies, .*: api\/outside\.txt/,
    )
  },
)

it.runIf(POSIX)(
  'what a pattern takes of a linked folder is a copy, and not said to lead to nothing',
  async () => {
    const top = temporaryFolder()
    writeFiles(top, {
      'package.json': '{}',
      'vercel.json': '{"functions":{"api/hello.js":{"includeFiles":"api/parts/**"}}}',
      'api/hello.js': "require('../lib/part.js')\nexports.handler = async () => ''",
      'lib/part.js': '',
    })
    symlinkSync('../lib', join(top, 'api/parts'), 'dir')
    const workload = await openSource({ file: join(top, 'api/hello.js') }, { contract: 'vercel' })
    const made = await makeDeployedPackage(workload, 'reached')
    expect(made.files.map(({ path, mode }) => [path, mode])).toEqual([
      ['api/hello.js', undefined],
      ['api/parts/part.js', undefined],
      ['lib/part.js', undefined],
      ['package.json', undefined],
    ])
    expect(made).not.toHaveProperty('copied')
  },
)

it.runIf(POSIX)('a folder that is taken whole has copies, and programs that may be run', async () => {
  const made = await packed('folder')
  const modes = Object.fromEntries(made.files.map(({ path, mode }) => [path, mode]))
  expect(modes).toMatchObject({ 'api/program.sh': EXECUTABLE, 'api/inside.txt': undefined })
  expect(Object.keys(modes)).toContain('api/lib/part.js')
  expect(made).not.toHaveProperty('copied')
})
