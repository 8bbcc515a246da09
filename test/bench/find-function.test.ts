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
