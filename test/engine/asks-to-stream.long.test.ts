import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packFunction } from '../../src/providers/lambda/function-package.ts'
import { openSource } from '../../src/workload/workload-source.ts'
import { writeFiles } from '../support/git-repository.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const both = {
  'package.json': '{"type":"module"}',
  'node_modules/both/package.json': '{"name":"both","type":"module","exports":"./index.js"}',
  'node_modules/both/index.js': `export const plain = async () => 1
export const { streamifyResponse } = awslambda
export const streaming = () => awslambda.streamifyResponse(async (event, to) => to.end('x'))`,
}

async function streams(files: Record<string, string>, env: Record<string, string> = {}): Promise<boolean> {
  const root = temporaryFolder()
  writeFiles(root, { ...both, ...files })
  const file = join(root, Object.keys(files)[0] ?? '')
  const workload = await openSource({ file, variables: env }, { contract: 'lambda' })
  return (await packFunction(workload, { proves: false, isAtUrl: true })).streams
}

describe('whether a function streams its replies is known before its URL is made', () => {
  it.each<[string, boolean, Record<string, string>, Record<string, string>?]>([
    [
      'a library leaves the mark',
      true,
      { 'f.mjs': `import { streaming } from 'both'\nexport const handler = streaming()` },
    ],
    ['a library could leave it', false, { 'f.mjs': `export { plain as handler } from 'both'` }],
    [
      'a module of its own leaves it',
      true,
      {
        'f.ts': `export { handler } from './lib/g'`,
        'lib/g.ts':
          'export const handler = awslambda.streamifyResponse(async (e: unknown, to: any) => to.end())',
      },
    ],
    [
      'it is named in a comment alone',
      false,
      { 'f.mjs': '// not streamifyResponse\nexport const handler = async () => 1' },
    ],
    [
      'it is left where a variable says so',
      true,
      {
        'f.cjs': `const plain = async () => 1\nexports.handler = process.env.STREAM ? awslambda.streamifyResponse(plain) : plain`,
      },
      { STREAM: '1' },
    ],
    [
      'it cannot be loaded here, and its own modules say so',
      true,
      {
        'f.mjs': `throw new Error('not here')\nexport const handler = awslambda.streamifyResponse(async () => {})`,
      },
    ],
    [
      'it cannot be loaded here, and only a library says so',
      false,
      { 'f.mjs': `import { plain } from 'both'\nthrow new Error('not here')\nexport const handler = plain` },
    ],
    [
      'it keeps the process busy',
      true,
      {
        'f.mjs': `setInterval(() => {}, 1000)\nexport const handler = awslambda.streamifyResponse(async () => {})`,
      },
    ],
  ])('%s: %s', async (_, expected, files, env) => {
    expect(await streams(files, env)).toBe(expected)
  })
})
