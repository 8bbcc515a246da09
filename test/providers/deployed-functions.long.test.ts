import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  benchDeployed,
  coldsOf,
  PROVEN,
  startLambda,
  startNetlify,
  startVercel,
} from '../support/deployed-bench.ts'
import { writeFiles } from '../support/git-repository.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let cwd: string
beforeEach(() => {
  cwd = temporaryFolder()
})

const write = (files: Record<string, string>) => writeFiles(cwd, files)
const bench = (words: readonly string[], env: Readonly<Record<string, string>>) =>
  benchDeployed(words, { env, cwd })

/** A workspace whose dependencies are installed above the function's package, one of them a link. */
function writeWorkspace(): void {
  write({
    'package.json': '{"name":"shop","workspaces":["packages/*"]}',
    '.env': 'SECRET=1',
    'packages/shared/package.json': '{"name":"@shop/shared","main":"index.js"}',
    'packages/shared/index.js': 'exports.shared = "shared"',
    'packages/shared/.npmrc': '//registry.example/:_authToken=planted',
    'node_modules/dep/package.json': '{"name":"dep","main":"index.js"}',
    'node_modules/dep/index.js': 'exports.dep = "dep"',
    'node_modules/unused/index.js': 'exports.unused = 1',
    'packages/orders/package.json':
      '{"name":"orders","type":"module","dependencies":{"dep":"1","@shop/shared":"*"}}',
    'packages/orders/data.txt': 'data',
    'packages/orders/.env.local': 'SECRET=1',
    'packages/orders/results/old.jsonl': '{}',
    'packages/orders/words.js': `import { readFileSync } from 'node:fs'
import { dep } from 'dep'
import shared from '@shop/shared'
const data = readFileSync(process.cwd() + '/data.txt', 'utf8')
export const words = () => [dep, shared.shared, data, process.env.TABLE].join(' ')`,
    'packages/orders/node.js': `import { words } from './words.js'
export default function handler(req, res) { res.status(200).send(words()) }`,
    'packages/orders/web.js': `import { words } from './words.js'
export default async (request) => new Response(words())`,
    'packages/orders/lambda.js': `import { words } from './words.js'
export const handler = async () => ({ statusCode: 200, headers: { 'content-type': 'text/plain' }, body: words() })`,
  })
  mkdirSync(join(cwd, 'node_modules/@shop'), { recursive: true })
  symlinkSync('../../packages/shared', join(cwd, 'node_modules/@shop/shared'), 'junction')
}

describe("a user's function with a workspace's dependencies, deployed and run as it was uploaded", () => {
  it('is proven cold on Vercel, with its variables and its folder, and leaves nothing', async () => {
    writeWorkspace()
    const { standIn, env } = await startVercel()
    const { samples, stderr } = await bench(
      ['packages/orders/node.js', '--provider', 'vercel', '--env', 'TABLE=orders'],
      env,
    )
    expect(coldsOf(samples)).toEqual([PROVEN, PROVEN, PROVEN])
    expect(stderr).toMatch(/package of packages\/orders\/node\.js: \d+ files, .* sha256 [0-9a-f]{12}/)
    expect(stderr).toContain('.env')
    expect(standIn.refusals).toEqual([])
    expect(standIn.projects.size).toBe(0)
  })

  it('is proven cold on Netlify, in both of its forms', async () => {
    writeWorkspace()
    const { standIn, env } = await startNetlify()
    for (const file of ['web.js', 'lambda.js']) {
      const words = [`packages/orders/${file}`, '--provider', 'netlify', '--env', 'TABLE=orders']
      const { samples } = await bench(words, env)
      expect(coldsOf(samples)).toEqual([PROVEN, PROVEN, PROVEN])
    }
    expect(standIn.refusals).toEqual([])
    expect(standIn.sites.size).toBe(0)
  })

  it('is proven cold by the platform on Lambda, and by the wrapper behind a function URL', async () => {
    writeWorkspace()
    const { env, contents, refusals } = await startLambda()
    const words = ['packages/orders/lambda.js', '--provider', 'lambda', '--env', 'TABLE=orders']
    const invoked = await bench([...words, '--function-timeout', '45s'], env)
    expect(coldsOf(invoked.samples).map(([observed, evidence]) => [observed, evidence])).toEqual([
      ['cold', 'platform'],
      ['cold', 'platform'],
      ['cold', 'platform'],
    ])
    const byUrl = await bench([...words, '--lambda-mode', 'url'], env)
    expect(coldsOf(byUrl.samples)).toEqual([PROVEN, PROVEN])
    expect(contents()).toEqual([])
    expect(refusals()).toEqual([])
  })

  it('gives the words that it gives at home', async () => {
    writeWorkspace()
    const { env } = await startVercel()
    write({
      'packages/orders/check.js': `import { words } from './words.js'
export default function handler(req, res) {
  if (words() !== 'dep shared data orders') throw new Error('got ' + words())
  res.status(200).send('ok')
}`,
    })
    await bench(['packages/orders/check.js', '--provider', 'vercel', '--env', 'TABLE=orders'], env)
  })

  it('says nothing of its instances without the wrapper', async () => {
    writeWorkspace()
    const { env } = await startNetlify()
    const { samples } = await bench(['packages/orders/web.js', '--provider', 'netlify', '--no-wrapper'], env)
    expect(new Set(coldsOf(samples).map(([observed]) => observed))).toEqual(new Set(['unknown']))
  })
})

describe('paths of the user’s own', () => {
  it('reach a dynamic route and a rewrite on Vercel, on every replica', async () => {
    write({
      'vercel.json': '{"rewrites":[{"source":"/u/:id","destination":"/api/users/:id"}]}',
      'api/users/[id].js': `module.exports = (req, res) => {
  if (req.query.id !== '7' || req.query.x !== '1') return res.status(500).send(JSON.stringify(req.query))
  res.send(req.url)
}`,
    })
    const { standIn, env } = await startVercel()
    for (const path of ['/api/users/7?x=1', '/u/7?x=1'])
      await bench(['api/users/[id].js', '--provider', 'vercel', '--replicas', '2', '--path', path], env)
    expect(standIn.refusals).toEqual([])
  })

  it('reach an app on Netlify that finds them below the function’s own name', async () => {
    write({
      'package.json': '{}',
      'netlify/functions/api.js': `exports.handler = async ({ path }) =>
  ({ statusCode: path === '/.netlify/functions/api/orders' ? 200 : 404, body: path })`,
    })
    const { env } = await startNetlify()
    const words = ['netlify/functions/api.js', '--provider', 'netlify']
    await bench([...words, '--path', '/.netlify/functions/api/orders'], env)
  })

  it('reach a function by its own path on Netlify', async () => {
    write({
      'netlify/functions/hello.mjs': `export default async (request, context) =>
  new Response(context.params.name, { status: context.params.name === 'ada' ? 200 : 500 })
export const config = { path: '/hello/:name' }`,
    })
    const { standIn, env } = await startNetlify()
    await bench(['netlify/functions/hello.mjs', '--provider', 'netlify', '--path', '/hello/ada'], env)
    expect(standIn.refusals).toEqual([])
  })
})
