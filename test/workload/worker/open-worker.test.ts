import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openOwnFunction } from '../../../src/workload/own-function.ts'
import { readLocalVariables } from '../../../src/workload/worker/local-variables.ts'
import { writeProject } from '../../engine/support/own-function.ts'

const WORKER = 'export default { fetch: () => new Response("1") }'

async function open(files: Record<string, string>, path: string) {
  const cwd = realpathSync(writeProject({ '.git/HEAD': '', ...files }))
  const workload = await openOwnFunction({ path, contract: 'cloudflare', cwd })
  return { cwd, workload, paths: (await workload.files()).map((file) => file.path) }
}

describe('a Worker of the user’s own', () => {
  it('is its file alone where that imports nothing', async () => {
    const { workload, paths } = await open(
      { 'package.json': '{}', 'src/a.mjs': WORKER, 'other.js': '' },
      'src/a.mjs',
    )
    expect(paths).toEqual(['src/a.mjs'])
    expect(workload).toMatchObject({
      name: 'a',
      entry: 'src/a.mjs',
      worker: { compatibilityDate: '2026-03-01' },
    })
  })

  it('is one module where it imports or is TypeScript, with what its packages have for Workers', async () => {
    const { workload, paths } = await open(
      {
        'package.json': '{"name":"shop"}',
        'src/index.ts': `import { where } from 'lib'\nexport default { fetch: (request: Request) => new Response(where) }`,
        'node_modules/lib/package.json': '{"exports":{"workerd":"./w.js","default":"./d.js"}}',
        'node_modules/lib/w.js': 'export const where = "in a Worker"',
        'node_modules/lib/d.js': 'export const where = "elsewhere"',
      },
      'src/index.ts',
    )
    expect(paths).toEqual(['worker.mjs', 'worker.mjs.map'])
    expect(workload).toMatchObject({ entry: 'worker.mjs', adapted: 'src/index.ts' })
    expect(workload.generated?.[0]?.text).toContain('in a Worker')
  })

  it('has date, flags and variables of the nearest wrangler file, in any of its formats', async () => {
    const said = {
      compatibilityDate: '2026-01-02',
      compatibilityFlags: ['a'],
      variables: { A: '1', B: { c: 2 } },
    }
    const json = '{"compatibility_date":"2026-01-02","compatibility_flags":["a"],"vars":{"A":"1","B":{"c":2}}'
    const forms = {
      'wrangler.toml':
        'compatibility_date = "2026-01-02"\ncompatibility_flags = ["a"]\n[vars]\nA = "1"\nB = { c = 2 }\n',
      'wrangler.json': `${json}}`,
      'wrangler.jsonc': `// https://x\n${json},/* "vars": */\n}`,
    }
    for (const [name, text] of Object.entries(forms)) {
      const { workload } = await open({ [name]: text, 'src/a.js': WORKER }, 'src/a.js')
      expect(workload.worker).toEqual(said)
    }
  })

  it('keeps WebAssembly and bytes as modules beside its code, named by what is in them', async () => {
    const { workload } = await open(
      {
        'a.js': `import one from './x/one.wasm?module'\nimport two from './two.bin'\nexport default { fetch: () => [one, two] }`,
        'x/one.wasm': '\0asm\u0001\0\0\0',
        'two.bin': 'bytes',
      },
      'a.js',
    )
    const files = await workload.files()
    const [bytes, wasm] = ['-two.bin', '-one.wasm'].map((end) => files.find(({ path }) => path.endsWith(end)))
    expect(Buffer.from(bytes?.bytes ?? []).toString()).toBe('bytes')
    expect(Buffer.from(wasm?.bytes ?? []).toString('latin1')).toBe('\0asm\u0001\0\0\0')
    const code = String(workload.generated?.[0]?.text)
    expect(code).toContain(`from "./${bytes?.path}"`)
    expect(code).toContain(`from "./${wasm?.path}"`)
  })

  it('keeps the names of functions through minifying unless the wrangler file says otherwise', async () => {
    const source = `import './b.js'\nfunction answer() { return new Response(answer.name) }\nexport default { fetch: answer }`
    for (const [said, keeps] of [
      ['minify = true', true],
      ['minify = true\nkeep_names = false', false],
    ] as const) {
      const { workload } = await open({ 'a.js': source, 'b.js': '', 'wrangler.toml': said }, 'a.js')
      expect(String(workload.generated?.[0]?.text).includes('"answer"')).toBe(keeps)
    }
  })

  it('names the files that wrangler gives variables by in local runs', async () => {
    const wrangler = { 'wrangler.toml': '', 'a.js': WORKER, '.env': 'A=1', '.env.local': 'A=2' }
    const { workload } = await open(wrangler, 'a.js')
    expect(workload.worker?.localFiles).toEqual(['.env', '.env.local'])
    const { workload: other, cwd } = await open({ ...wrangler, '.dev.vars': 'A=3' }, 'a.js')
    expect(other.worker?.localFiles).toEqual(['.dev.vars'])
    expect(await readLocalVariables(join(cwd, 'a.js'))).toEqual({ A: '3' })
    const { workload: without } = await open({ 'a.js': WORKER, '.dev.vars': 'A=3' }, 'a.js')
    expect(without.worker).not.toHaveProperty('localFiles')
  })

  it('names what its wrangler file says and nobody follows here, and the account', async () => {
    const said = {
      ...{ name: 'shop', main: 'a.js', account_id: 'acc2', routes: ['x/*'], build: { watch_dir: 'src' } },
      ...{ placement: { mode: 'smart' }, limits: { cpu_ms: 50 }, assets: { directory: 'public' } },
      ...{ observability: {}, a_key_of_tomorrow: true, env: { staging: { vars: { A: '1' } } } },
    }
    const { workload } = await open({ 'wrangler.json': JSON.stringify(said), 'a.js': WORKER }, 'a.js')
    expect(workload.worker?.account).toBe('acc2')
    expect(workload.worker?.aside).toEqual([
      'placement',
      'limits',
      'assets',
      'a_key_of_tomorrow',
      'env.staging',
    ])
    const { workload: other } = await open({ 'wrangler.toml': 'account_id = ""', 'a.js': WORKER }, 'a.js')
    expect(Object.keys(other.worker ?? {})).not.toContain('account')
  })

  it.each([
    [
      'service-worker-syntax',
      { 'a.js': `addEventListener('fetch', (event) => event.respondWith(new Response('1')))` },
    ],
    ['not-a-worker', { 'a.js': 'export const handler = () => 1' }],
    ['bad-wrangler-file', { 'a.js': WORKER, 'wrangler.toml': 'main = ' }],
    ['worker-settings', { 'a.js': WORKER, 'wrangler.toml': 'no_bundle = true' }],
    ['worker-settings', { 'a.js': WORKER, 'wrangler.toml': '[build]\ncommand = "make"' }],
    ['bad-wrangler-file', { 'a.js': WORKER, 'wrangler.toml': 'compatibility_flags = "nodejs_compat"' }],
    ['bad-wrangler-file', { 'a.js': WORKER, 'wrangler.toml': 'compatibility_date = "tomorrow"' }],
    ['bad-wrangler-file', { 'a.js': WORKER, 'wrangler.json': '{"vars":["A"]}' }],
    ['bad-wrangler-file', { 'a.js': WORKER, 'wrangler.json': '{"rules":[{"type":"Text"}]}' }],
    ['bad-wrangler-file', { 'a.js': WORKER, 'wrangler.json': '{"main":' }],
    ['not-transpiled', { 'a.js': "import 'nowhere'\nexport default {}" }],
  ])('is refused as %s', async (code, files) => {
    await expect(open(files, 'a.js')).rejects.toMatchObject({ code })
  })

  it('is refused by the type of a rule that is not known, and not for those of JavaScript', async () => {
    const rule = (type: string) => `[[rules]]\ntype = "${type}"\nglobs = ["**/*.x"]\n`
    const project = (toml: string) => open({ 'wrangler.toml': toml, 'a.js': WORKER }, 'a.js')
    await expect(project(rule('PythonModule') + rule('Txet') + rule('Text'))).rejects.toMatchObject({
      code: 'worker-settings',
      message: expect.stringContaining('sets rules of type PythonModule, rules of type Txet, which'),
    })
    await expect(project(rule('ESModule') + rule('CommonJS'))).resolves.toBeDefined()
  })

  it('is refused by the names of what it binds beside variables', async () => {
    const toml = `[[kv_namespaces]]\nbinding = "CACHE"\nid = "1"\n[durable_objects]\nbindings = [{ name = "ROOM", class_name = "Room" }]
[ai]\nbinding = "AI"\n[[queues.producers]]\nqueue = "q"\nbinding = "QUEUE"\n`
    await expect(open({ 'wrangler.toml': toml, 'a.js': WORKER }, 'a.js')).rejects.toMatchObject({
      message: expect.stringMatching(
        /binds KV namespace CACHE, Durable Object ROOM, queue QUEUE, Workers AI AI, which/,
      ),
    })
    const newer = `[[flagship]]\nbinding = "FLAGS"\n[[worker_loaders]]\nbinding = "LOADER"\n[[unsafe.bindings]]\nname = "OTHER"\ntype = "x"\n`
    await expect(open({ 'wrangler.toml': newer, 'a.js': WORKER }, 'a.js')).rejects.toMatchObject({
      message: expect.stringContaining(
        'binds Worker loader LOADER, Flagship app FLAGS, unsafe binding OTHER, which',
      ),
    })
  })
})
