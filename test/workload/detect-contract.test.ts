import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { detectContract } from '../../src/workload/detect-contract.ts'
import { writeProject } from './support/write-project.ts'

const HANDLER = 'export const handler = async () => 1'
const DEFAULT = 'export default () => 1'
const APPLICATION = 'app = Flask(__name__)\n'
const NAMED = 'exports.hello = async () => 1'

describe('whose contract a function is written for', () => {
  it.each<[string, string, Record<string, string>, string]>([
    ['vercel', 'api/', { 'api/users/[id].js': DEFAULT }, 'it lies in api/'],
    ['vercel', 'vercel.json', { 'src/a.js': DEFAULT, 'vercel.json': '{}' }, 'there is a vercel.json'],
    ['vercel', 'an HTTP method', { 'a.js': 'export function GET() {}' }, 'it exports GET'],
    [
      'vercel',
      'its types',
      { 'a.ts': `import type { VercelRequest } from '@vercel/node'\n${DEFAULT}` },
      'it uses @vercel/node',
    ],
    ['netlify', 'netlify/functions', { 'netlify/functions/a.js': HANDLER }, 'it lies in netlify/functions/'],
    [
      'netlify',
      'netlify.toml, functions',
      { 'fns/a.js': HANDLER, 'netlify.toml': '[functions]\n directory = "fns/"' },
      'netlify.toml names its folder',
    ],
    [
      'netlify',
      'netlify.toml, build',
      { 'fns/a.js': HANDLER, 'netlify.toml': "[build]\n functions = './fns'" },
      'netlify.toml names its folder',
    ],
    [
      'netlify',
      'its package',
      { 'a.mts': `import { type Context } from "@netlify/functions"\n${DEFAULT}` },
      'it uses @netlify/functions',
    ],
    ['cloudflare', 'wrangler.toml', { 'src/a.js': DEFAULT, 'wrangler.toml': '' }, 'there is a wrangler.toml'],
    [
      'cloudflare',
      'main of wrangler.jsonc',
      { 'src/a.js': NAMED, 'wrangler.jsonc': '{ "main": "./src/a.js", }' },
      'wrangler.jsonc names it',
    ],
    [
      'cloudflare',
      'what only Workers import',
      { 'a.js': `import { env } from 'cloudflare:workers'\n${DEFAULT}` },
      'it uses cloudflare:workers',
    ],
    [
      'lambda',
      'wrangler.toml above a handler',
      { 'src/a.js': HANDLER, 'wrangler.toml': '' },
      'it exports handler',
    ],
    [
      'lambda',
      'serverless.yml',
      { 'src/a.js': NAMED, 'serverless.yml': 'service: x' },
      'there is a serverless.yml',
    ],
    [
      'lambda',
      'serverless.yml above api/',
      { 'api/a.js': HANDLER, 'serverless.yml': '' },
      'there is a serverless.yml',
    ],
    ['lambda', 'template.yaml', { 'hello/app.mjs': NAMED, 'template.yaml': '' }, 'there is a template.yaml'],
    ['lambda', 'cdk.json', { 'lambda/a.js': NAMED, 'cdk.json': '{}' }, 'there is a cdk.json'],
    ['lambda', 'a handler', { 'a.mjs': HANDLER }, 'it exports handler'],
    [
      'lambda',
      'SAM’s name',
      { 'a.mjs': 'export const lambdaHandler = async () => 1' },
      'it exports lambdaHandler',
    ],
    [
      'lambda',
      'its types',
      {
        'a.ts': `import type { SQSHandler } from 'aws-lambda'\nexport const main: SQSHandler = async () => {}`,
      },
      'it uses aws-lambda',
    ],
    [
      'google',
      'the framework',
      { 'a.js': `const f = require('@google-cloud/functions-framework')` },
      'it uses @google-cloud/functions-framework',
    ],
    [
      'google',
      'package.json',
      { 'index.js': NAMED, 'package.json': '{"dependencies":{"@google-cloud/functions-framework":"5"}}' },
      'package.json has @google-cloud/functions-framework',
    ],
    ['vercel', 'api/ of Python', { 'api/shop/a.py': APPLICATION, 'package.json': '{}' }, 'it lies in api/'],
    [
      'vercel',
      'vercel.json of Python',
      { 'a.py': APPLICATION, 'vercel.json': '{}' },
      'there is a vercel.json',
    ],
    [
      'lambda',
      'Python for Lambda in api/',
      { 'api/a.py': `${APPLICATION}handler = Mangum(app)\n` },
      'it is Python',
    ],
    [
      'lambda',
      'Python of a project below api/',
      { 'api/shop/src/a.py': APPLICATION, 'api/shop/template.yaml': '' },
      'there is a template.yaml',
    ],
    [
      'lambda',
      'Python of a repository below api/',
      { 'api/shop/a.py': APPLICATION, 'api/shop/.git/HEAD': '' },
      'it is Python',
    ],
  ])('%s by %s', async (contract, _, files, because) => {
    const file = join(writeProject(files), Object.keys(files)[0] ?? '')
    expect(await detectContract(file)).toEqual({ contracts: [contract], because })
  })

  it.each([
    ['a default export', DEFAULT, ['vercel', 'netlify']],
    ['a name of its own', NAMED, ['lambda', 'vercel', 'netlify', 'google']],
  ])('%s could be for several', async (_, text, contracts) => {
    expect(await detectContract(join(writeProject({ 'a.js': text }), 'a.js'))).toMatchObject({ contracts })
  })
})
