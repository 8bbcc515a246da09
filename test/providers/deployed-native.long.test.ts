import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { benchDeployed, coldsOf, PROVEN, startClouds } from '../support/deployed-bench.ts'
import { writeFiles } from '../support/git-repository.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { failuresOf, timedOf } from '../support/sample-failures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const pnpm = pathOf('../oracles/package-managers/node_modules/pnpm/bin/pnpm.cjs')
const packageAt = (name: string) => pathOf(`../../node_modules/${name}`)
/**
 * Native modules that come with the test runner and the linter, one binary for each system: the first names its binary
 * outright, the second puts the name together.
 */
const named = 'oxc-resolver'
const computed = 'lightningcss'
const others = ['@oxc-resolver/binding-linux-x64-gnu', 'lightningcss-linux-x64-gnu', 'detect-libc']
const isReady = existsSync(pnpm) && others.every((name) => existsSync(packageAt(name)))

/** A workspace as pnpm lays it out: links into `.pnpm`, links between its packages, nothing hoisted. */
function workspace(): string {
  const cwd = temporaryFolder()
  const overrides = Object.fromEntries(others.map((name) => [name, `file:${packageAt(name)}`]))
  const own = Object.fromEntries([named, computed].map((name) => [name, `file:${packageAt(name)}`]))
  const dependencies = { ...own, '@shop/shared': 'workspace:*' }
  writeFiles(cwd, {
    'package.json': JSON.stringify({ private: true, pnpm: { overrides } }),
    'pnpm-workspace.yaml': "packages: ['packages/*']\n",
    'packages/shared/package.json': '{"name":"@shop/shared","main":"index.js"}',
    'packages/shared/index.js': 'exports.shared = "shared"',
    'packages/api/package.json': JSON.stringify({ name: 'api', type: 'module', dependencies }),
    'packages/api/words.js': `import { ResolverFactory } from 'oxc-resolver'
import { shared } from '@shop/shared'
export const words = () => {
  const { path } = new ResolverFactory({}).sync(process.cwd(), './package.json')
  if (!path?.endsWith('package.json') || shared !== 'shared') throw new Error(path + shared)
  return 'right'
}`,
    'packages/api/lambda.js': `import { transform } from 'lightningcss'
import { words } from './words.js'
const { code } = transform({ filename: 'a.css', code: Buffer.from('a { color: red }'), minify: true })
if (code.toString() !== 'a{color:red}') throw new Error(code.toString())
export const handler = async () => ({ statusCode: 200, body: words() })`,
    'packages/api/api/vercel.ts': `import { words } from '../words.js'
export const GET = (request: Request): Response => new Response(words() + request.method)`,
    'packages/api/netlify/functions/netlify.mts': `import { words } from '../../words.js'
export default async (request: Request): Promise<Response> => new Response(words() + request.method)`,
  })
  execFileSync(process.execPath, [pnpm, 'install', '--offline'], { cwd, stdio: 'pipe' })
  return cwd
}

const functions = {
  lambda: 'packages/api/lambda.js',
  vercel: 'packages/api/api/vercel.ts',
  netlify: 'packages/api/netlify/functions/netlify.mts',
}

describe.skipIf(!isReady)(
  'a workspace that pnpm installed, with a native module (needs npm ci --prefix test/oracles/package-managers)',
  () => {
    it('runs on the engine under every contract', async () => {
      const cwd = workspace()
      const named = Object.entries(functions).map(([name, path]) => `${name}=./${path}`)
      const { code, stdout, stderr } = await runInProcess(
        ['bench', ...named, '--cold', '1', '--warm', '1', '--format', 'json', '--samples', '-q'],
        { cwd, env: { PATH: process.env.PATH ?? '' } },
      )
      expect({ code, stderr }).toMatchObject({ code: 0 })
      const { samples } = JSON.parse(stdout) as {
        samples: { target: string; error?: { kind: string; message: string } }[]
      }
      expect(failuresOf(samples)).toEqual([])
      expect(new Set(timedOf(samples).map(({ target }) => target))).toEqual(new Set(Object.keys(functions)))
    })

    it.each(['lambda', 'vercel', 'netlify'] as const)('runs as it is uploaded: %s', async (cloud) => {
      const cwd = workspace()
      const { env, refusals } = await startClouds([cloud])
      const words = cloud === 'lambda' ? ['--lambda-mode', 'url'] : []
      const { samples } = await benchDeployed([functions[cloud], '--provider', cloud, ...words], { env, cwd })
      expect(new Set(coldsOf(samples).map(String))).toEqual(new Set([String(PROVEN)]))
      expect(refusals()).toEqual([])
    })
  },
)
