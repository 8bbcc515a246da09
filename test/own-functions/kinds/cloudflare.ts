import { kindsOf } from './kind.ts'

const DOCS = 'https://developers.cloudflare.com/workers/runtime-apis/handlers/fetch/; workerd 1.20261117.1'
const BUNDLING = 'https://developers.cloudflare.com/workers/wrangler/bundling/'
const worker = kindsOf(
  { contract: 'cloudflare', from: DOCS, packages: 'workerd' },
  { entry: 'src/a.js', beside: { 'package.json': '{}' } },
)
const wasm = '\0asm\u0001\0\0\0'

/** Workers as people write them. */
export const cloudflareKinds = [
  worker(
    'a module that answers with what it was asked',
    'export default { async fetch(request) { const url = new URL(request.url); return Response.json([request.method, url.pathname, url.searchParams.get("a"), request.headers.get("x-b"), await request.text()]) } }',
    { value: ['POST', '/some/path', '1 2', 'c', 'Grüße'] },
    { request: { method: 'POST', path: '/some/path?a=1%202', headers: { 'x-b': 'c' }, body: 'Grüße' } },
  ),
  worker(
    'modules of WebAssembly, text, bytes and JSON',
    {
      'src/a.ts': `import add from './lib/add.wasm'
import same from './lib/add.wasm?module'
import note from './note.txt'
import page from './page.html'
import bytes from './some.bin'
import data from './data.json'
export default { fetch: () => Response.json([add instanceof WebAssembly.Module, same instanceof WebAssembly.Module, note, page, bytes.byteLength, data]) }`,
      'src/lib/add.wasm': wasm,
      'src/note.txt': 'a note',
      'src/page.html': '<p>page',
      'src/some.bin': '1234',
      'src/data.json': '{"a":[1]}',
    },
    { value: [true, true, 'a note', '<p>page', 4, { a: [1] }] },
    { from: BUNDLING, deployed: true },
  ),
  worker(
    'modules by the rules of its wrangler file, and from a package',
    {
      'src/a.js': `import readme from './readme.md'
import { wasm } from 'lib'
export default { fetch: () => Response.json([readme, wasm instanceof WebAssembly.Module]) }`,
      'wrangler.toml':
        'main = "src/a.js"\ncompatibility_date = "2026-02-02"\n[[rules]]\ntype = "Text"\nglobs = ["**/*.md"]\n',
      'src/readme.md': '# Read me',
      'src/node_modules/lib/package.json': '{"name":"lib","main":"index.js"}',
      'src/node_modules/lib/index.js': `import wasm from './deep/one.wasm'\nexport { wasm }`,
      'src/node_modules/lib/deep/one.wasm': wasm,
    },
    { value: ['# Read me', true] },
    { from: BUNDLING },
  ),
  worker(
    'vars of wrangler.jsonc, a compatibility flag, and --env over both',
    {
      'src/a.ts': `import { Buffer } from 'node:buffer'
export default { fetch: (_: Request, env: object) => Response.json([env, Buffer.from('a').toString('hex')]) }`,
      'wrangler.jsonc': `{ // a comment
        "main": "src/a.ts", "compatibility_date": "2026-02-02", "compatibility_flags": ["nodejs_compat"],
        "vars": { "A": "file", "B": { "c": [1] }, "D": "file" }, }`,
    },
    { value: [{ A: 'file', B: { c: [1] }, D: 'named' }, '61'] },
    { env: { D: 'named' }, deployed: true },
  ),
  worker(
    '.dev.vars over vars, under --env',
    {
      'src/a.js': 'export default { fetch: (_, env) => Response.json(env) }',
      'wrangler.toml': 'main = "src/a.js"\n[vars]\nA = "file"\nB = "file"\nC = "file"\n',
      '.dev.vars': 'B="local"\nC=local\n',
      '.env': 'B=not read',
    },
    { value: { A: 'file', B: 'local', C: 'named' } },
    { env: { C: 'named' }, from: 'https://developers.cloudflare.com/workers/configuration/secrets/' },
  ),
  worker(
    'a WorkerEntrypoint that keeps what it counts',
    `import { WorkerEntrypoint, env } from 'cloudflare:workers'
export default class extends WorkerEntrypoint { fetch() { return new Response(this.env.A + env.A) } }`,
    { value: 'xx' },
    { env: { A: 'x' }, deployed: true },
  ),
  worker(
    'a reply that cannot be changed',
    'export default { fetch: () => Response.redirect("https://example.com/x", 302) }',
    { status: 302, headers: { location: 'https://example.com/x' } },
    { deployed: true },
  ),
  worker('an exception', 'export default { fetch() { throw new RangeError("out of it") } }', {
    error: 'RangeError: out of it (src/a.js:1)',
  }),
  worker('a crash at load', `throw new Error('at load')\nexport default { fetch() {} }`, {
    error: 'Error: at load (src/a.js:1)',
  }),
  worker(
    'no reply in time',
    'export default { fetch(request) { for (;;); } }',
    { error: 'status 503' },
    { functionTimeout: '300ms', words: ['--warm', '0'] },
  ),
  worker(
    'service-worker syntax',
    `addEventListener('fetch', (event) => event.respondWith(new Response('x')))`,
    {
      refused: 'is written in service-worker syntax',
    },
  ),
  worker(
    'a wrangler file that bundles nothing',
    {
      'src/a.js': 'export default { fetch: () => new Response("x") }',
      'wrangler.toml': 'main = "src/a.js"\nno_bundle = true\nfind_additional_modules = true\n',
    },
    { refused: 'sets no_bundle, find_additional_modules, which coldstart does not follow' },
  ),
]
