import { describe, expect, it } from 'vitest'
import { findFunction } from '../../src/bench/find-function.ts'
import { writeProject } from '../engine/support/own-function.ts'

const WORKER = 'export default { fetch() {} }'

describe('a wrangler file in place of its Worker, or the folder that it lies in', () => {
  it.each([
    [
      'main is there',
      { 'wrangler.toml': 'main = "src/index.ts"', 'src/index.ts': WORKER },
      'its main is ./src/index.ts.',
      'Give that module itself: ./src/index.ts --provider cloudflare.',
    ],
    [
      'main is missing',
      { 'wrangler.toml': 'main = "dist/index.js"' },
      'its main is ./dist/index.js, which is not there.',
      'Build it first, or correct main.',
    ],
    [
      'no main is named',
      { 'wrangler.toml': '', 'src/worker.js': WORKER },
      'names no main, the module that is the Worker.',
      'Give that module itself: ./src/worker.js --provider cloudflare.',
    ],
    [
      'nothing like a Worker is there',
      { 'wrangler.toml': '' },
      'names no main',
      'Give that module itself: ./src/index.ts --provider cloudflare.',
    ],
  ])('is refused with what to type where %s', async (_, files, message, hint) => {
    const cwd = writeProject(files)
    for (const entry of ['.', 'wrangler.toml'])
      await expect(findFunction(entry, cwd)).rejects.toMatchObject({
        code: 'no-worker-file',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      })
  })
})

it.each([
  ['a file in it', 'src', { 'src/b.js': '', 'src/index.mjs': '' }, './src/index.mjs'],
  [
    'the file beside it that has its name',
    'src/app',
    { 'src/app/readme.md': '', 'src/app.js': '' },
    './src/app.js',
  ],
  [
    'a file where projects keep functions',
    '.',
    { 'package.json': '{}', 'netlify/functions/a.ts': '' },
    './netlify/functions/a.ts',
  ],
  ['no test that lies beside it', 'api', { 'api/a.test.js': '', 'api/b.js': '' }, './api/b.js'],
  ['a function in another language', '.', { 'lambda/lambda_function.py': '' }, './lambda/lambda_function.py'],
])('a folder in place of a function is refused with %s', async (_, entry, files, suggestion) => {
  await expect(findFunction(entry, writeProject(files))).rejects.toMatchObject({
    code: 'no-function',
    hint: `Did you mean ${suggestion}?`,
  })
})

it.each([
  ['netlify', 'netlify'],
  ['aws', 'lambda'],
])('a platform in place of a function, as in `bench %s`, is answered with its flag', async (entry, id) => {
  await expect(findFunction(entry, writeProject({ 'README.md': '' }))).rejects.toMatchObject({
    code: 'no-function',
    hint: `Did you mean --provider ${id}?`,
  })
})
