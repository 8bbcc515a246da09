// The local engine beside Netlify's own dev server: every function of test/own-functions/kinds/netlify.ts is asked the
// same of both. Not a package of the project (470 packages):
//   npm install --prefix <folder> @netlify/functions-dev@1.3.5
//   node benchmarks/netlify-dev-server.mjs <folder>
// Prints what differs, and how many answered alike. docs/PROVIDERS.md says why the others differ.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Name the folder where @netlify/functions-dev is installed.')
const repository = fileURLToPath(new URL('../', import.meta.url))
const ours = (module) => import(pathToFileURL(join(repository, 'dist/modules', module)).href)
const devServer = join(resolve(folder), 'node_modules/@netlify/functions-dev/dist/main.js')
const { FunctionsHandler } = await import(pathToFileURL(devServer).href)
const { openOwnFunction } = await ours('workload/own-function.js')
const { startEngine } = await ours('engine/start-engine.js')
const { functionDefaults } = await ours('engine/engine-options.js')
const { usualPath } = await ours('engine/front/match-route.js')

const scratch = mkdtempSync(join(tmpdir(), 'coldstart-netlify-'))
const geolocation = {
  city: 'x',
  country: { code: 'US', name: 'x' },
  subdivision: { code: 'CA', name: 'x' },
  timezone: 'UTC',
}

const rows = []
for (const kind of await readKinds()) {
  const root = mkdtempSync(join(scratch, 'function-'))
  for (const [path, text] of Object.entries(kind.files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  if (kind.packages)
    symlinkSync(join(repository, 'test/oracles', kind.packages, 'node_modules'), join(root, 'node_modules'))
  const workload = await openOwnFunction({ path: kind.entry, contract: 'netlify', cwd: root }).catch(
    (error) => console.log(`left out: ${kind.name}: ${error.message}`),
  )
  if (workload) rows.push({ kind, root, workload })
}
const functions = rows.map(({ kind, workload }, index) => ({
  ...functionDefaults,
  ...workload,
  idleTtlMs: 60_000,
  name: `f${index}`,
  variables: kind.env ?? {},
}))
const engine = await startEngine({ functions, port: 0, resolveFrom: repository, lambdaRuntime: 'own' })
let alike = 0
for (const [index, row] of rows.entries()) {
  const here = await seen(askEngine(row, engine.functions[index]))
  const there = await seen(askDevServer(row))
  if (here === there) alike += 1
  else console.log(`${row.kind.name}\n  engine      ${here}\n  dev server  ${there}`)
}
console.log(`${alike} of ${rows.length} answered alike`)
await engine.stop()
process.chdir(repository)
rmSync(scratch, { recursive: true, force: true })
process.exit(0)

async function readKinds() {
  const outfile = join(scratch, 'kinds.mjs')
  const entryPoints = [join(repository, 'test/own-functions/kinds/netlify.ts')]
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm' })
  return (await import(pathToFileURL(outfile).href)).netlifyKinds
}

function requestOf({ kind: { request = {} }, workload }) {
  const { body, headers = {}, method = body === undefined ? 'GET' : 'POST' } = request
  const path = request.path ?? usualPath(workload.routes ?? {}) ?? `/.netlify/functions/${workload.name}`
  return { path, init: { method, headers, redirect: 'manual', ...(body !== undefined && { body }) } }
}

function askEngine(row, { siteUrl }) {
  const { path, init } = requestOf(row)
  return fetch(siteUrl.replace(/\/$/, '') + path, init)
}

async function askDevServer(row) {
  const { kind, root } = row
  for (const [name, value] of Object.entries(kind.env ?? {})) process.env[name] = value
  process.chdir(root)
  const directory = /directory\s*=\s*"([^"]+)"/.exec(kind.files['netlify.toml'] ?? '')?.[1]
  const handler = new FunctionsHandler({
    config: { get: () => ({ functions: { '*': { node_bundler: 'esbuild' } }, dev: {}, build: {} }) },
    destPath: join(root, '.netlify/functions-serve'),
    projectRoot: root,
    settings: { port: 8888, functionsPort: 8888 },
    timeouts: { syncFunctions: 30, backgroundFunctions: 900 },
    userFunctionsPath: join(
      root,
      directory ?? /^(.*?functions)\//.exec(kind.entry)?.[1] ?? dirname(kind.entry),
    ),
    geolocation,
    siteId: 'site',
    accountId: 'account',
  })
  const { path, init } = requestOf(row)
  const request = new Request(`http://localhost:8888${path}`, init)
  const match = await handler.match(request, join(root, '.netlify'))
  return match ? match.handle(request) : new Response('Not Found\n', { status: 404 })
}

/** What of an answer can be compared; where Response adds a type to text, v1 has none. */
async function seen(asked) {
  const reply = await asked.catch((error) => new Response(String(error), { status: 599 }))
  const named = [...reply.headers].filter(([name]) =>
    /^(?:content-type|location|x-(?!nf-|coldstart))/.test(name),
  )
  const headers = named.filter(([name, value]) => name !== 'content-type' || !/^text\/plain/i.test(value))
  const body = (await reply.text()).slice(0, 200)
  return JSON.stringify({ status: reply.status, headers, cookies: reply.headers.getSetCookie(), body })
}
