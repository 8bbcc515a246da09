// What the module costs that proves cold starts on the clouds: the same function packed as it is uploaded, with and
// without it, both on one local engine, cold and warm by turns. Differences within a round; Hodges-Lehmann and signed rank.
// node benchmarks/wrapper.mjs [--rounds 20] [Vercel Netlify Lambda Google Python]
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { unzipSync } from 'fflate'
import { functionDefaults } from '../dist/modules/engine/engine-options.js'
import { startEngine } from '../dist/modules/engine/start-engine.js'
import { makePackage } from '../dist/modules/providers/google/make-package.js'
import { makePythonPackage } from '../dist/modules/providers/google/python-package.js'
import { packFunction } from '../dist/modules/providers/lambda/function-package.js'
import {
  packNetlifyCode,
  readBootstrap,
  zipFunction,
} from '../dist/modules/providers/netlify/function-zip.js'
import { makeBuildOutput } from '../dist/modules/providers/vercel/build-output.js'
import { makeVercelPackage } from '../dist/modules/providers/vercel/function-package.js'
import { vercelOptions } from '../dist/modules/providers/vercel/options.js'
import { signedRank } from '../dist/modules/stats/signed-rank.js'
import { sortInPlace } from '../dist/modules/stats/sorted-samples.js'
import { openSource } from '../dist/modules/workload/workload-source.js'

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '20' } },
  allowPositionals: true,
})
const rounds = Number(values.rounds)
const WARM_A_ROUND = 5
const framework = fileURLToPath(new URL('../test/oracles/google/', import.meta.url))
const languages = fileURLToPath(new URL('../test/oracles/languages/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'coldstart-wrapper-'))

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

const FORMS = {
  'Vercel, (req, res)': { pack: vercel, code: 'module.exports = (req, res) => res.end("ok")' },
  'Vercel, fetch handler': {
    pack: vercel,
    code: 'export default { fetch: () => new Response("ok") }',
    esm: true,
  },
  'Netlify, v2': { pack: netlify, code: 'export default async () => new Response("ok")', esm: true },
  'Netlify, v1': { pack: netlify, code: 'exports.handler = async () => ({ statusCode: 200, body: "ok" })' },
  'Lambda, function URL': {
    pack: lambda,
    code: 'exports.handler = async () => ({ statusCode: 200, body: "ok" })',
  },
  Google: { pack: google, code: 'exports.hello = (req, res) => res.send("ok")' },
  'Python, Google': {
    pack: pythonOnGoogle,
    file: 'main.py',
    code: 'import functions_framework\n@functions_framework.http\ndef hello(request):\n    return "ok"\n',
  },
  'Python, Google aio': {
    pack: pythonOnGoogle,
    file: 'main.py',
    code: 'import functions_framework.aio\n@functions_framework.aio.http\nasync def hello(request):\n    return "ok"\n',
  },
  'Python, Vercel': {
    pack: pythonOnVercel,
    file: 'api/fn.py',
    code: "def app(environ, start):\n    start('200 OK', [])\n    return [b'ok']\n",
  },
}

try {
  const wanted = Object.entries(FORMS).filter(
    ([title]) => positionals.length === 0 || positionals.some((word) => title.includes(word)),
  )
  for (const [title, form] of wanted) await compare(title, form)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function compare(title, form) {
  const engine = await startBoth(title, form).catch((error) => error)
  if (engine instanceof Error) return console.log(`${title}: not measured: ${engine.message}`)
  const urls = engine.functions.map(({ url, functionUrl }) => functionUrl ?? url)
  const differences = { cold: [], warm: [] }
  const plain = { cold: [], warm: [] }
  for (let round = -2; round < rounds; round++) {
    const order = round % 2 === 0 ? [0, 1] : [1, 0]
    await engine.evict()
    const took = { cold: [], warm: [[], []] }
    for (const which of order) took.cold[which] = await timed(urls[which])
    for (let index = 0; index < WARM_A_ROUND; index++)
      for (const which of order) took.warm[which].push(await timed(urls[which], agent))
    if (round < 0) continue // two rounds warm the machine's caches
    differences.cold.push(took.cold[1] - took.cold[0])
    plain.cold.push(took.cold[0])
    differences.warm.push(median(took.warm[1]) - median(took.warm[0]))
    plain.warm.push(median(took.warm[0]))
  }
  await engine.stop()
  const words = ['cold', 'warm'].map((kind) => {
    const { estimate, lower, upper } = signedRank(sortInPlace(Float64Array.from(differences[kind])))
    const interval = lower === undefined ? 'no interval' : `${ms(lower)} to ${ms(upper)}`
    return `${kind} ${ms(estimate)} (${interval}) on ${ms(median(plain[kind]))}`
  })
  console.log(`${title.padEnd(22)} n = ${rounds}: ${words.join('; ')}`)
}

/** The same function without the wrapper and with it, on one engine. */
async function startBoth(title, { pack, code, esm = false, file: name = 'fn.js' }) {
  const root = join(folder, title.replace(/\W+/g, '-'))
  write(join(root, 'source'), {
    ...(name === 'fn.js' && { 'package.json': `{"type":"${esm ? 'module' : 'commonjs'}"}` }),
    [name]: code,
  })
  const file = join(root, 'source', name)
  const functions = []
  for (const proves of [false, true]) {
    const { files, environment, ...served } = await pack(file, proves)
    const place = join(root, String(proves))
    write(place, files)
    if (environment) symlinkSync(join(languages, environment), join(place, '.venv'))
    else if (served.contract === 'google') link(place)
    const own = { root: place, variables: {}, request: {}, idleTtlMs: 600_000 }
    functions.push({ ...functionDefaults, ...served, ...own, name: proves ? 'with' : 'without' })
  }
  return startEngine({ functions, port: 0, resolveFrom: framework, lambdaRuntime: 'own' })
}

async function vercel(file, wrapper) {
  const spec = { runId: 'r', workload: { file }, replicas: 1, options: vercelOptions.parse({}), wrapper }
  const made = await makeVercelPackage(spec, 'generation', Date.now())
  const prefix = '.vercel/output/functions/api/hello-0.func/'
  const inside = makeBuildOutput(made, spec).filter(({ path }) => path.startsWith(prefix))
  const files = Object.fromEntries(inside.map(({ path, bytes }) => [path.slice(prefix.length), bytes]))
  return { files, contract: 'vercel', entry: 'api/hello-0.mjs', exportName: 'default' }
}

async function netlify(file, proves) {
  const code = await packNetlifyCode(await openSource({ file }, { contract: 'netlify' }), { proves })
  const files = unzipSync((await zipFunction('fn', code, 'generation', await readBootstrap())).zip)
  const entry = '___netlify-entry-point.mjs' in files ? '___netlify-entry-point.mjs' : 'fn.mjs'
  return { files, contract: 'netlify', form: 'v1', entry, exportName: 'handler' }
}

async function lambda(file, proves) {
  const { zip, handler } = await packFunction(await openSource({ file }, { contract: 'lambda' }), { proves })
  const files = unzipSync(zip)
  const stem = handler.slice(0, handler.lastIndexOf('.'))
  const entry = Object.keys(files).find((name) => name.startsWith(`${stem}.`))
  return { files, contract: 'lambda', entry, exportName: handler.slice(stem.length + 1) }
}

async function google(file, proves) {
  const source = await openSource({ file, exportName: 'hello' }, { contract: 'google' })
  const files = unzipSync((await makePackage(source, proves)).zip)
  return {
    files,
    contract: 'google',
    entry: JSON.parse(Buffer.from(files['package.json'])).main,
    exportName: 'hello',
  }
}

/** Google's build installs the framework; here it is that of test/oracles/languages. */
async function pythonOnGoogle(file, proves) {
  const source = await openSource({ file }, { contract: 'google' })
  const { zip, buildVariables = {} } = await makePythonPackage(source, proves)
  const { GOOGLE_FUNCTION_SOURCE: entry = 'main.py' } = buildVariables
  const served = { contract: 'google', language: 'python', entry, exportName: 'hello' }
  return { files: unzipSync(zip), environment: '.venv', ...served }
}

async function pythonOnVercel(file, wrapper) {
  const options = vercelOptions.parse({})
  const spec = { runId: 'r', workload: { file }, replicas: 1, runtime: 'python3.13', options, wrapper }
  const made = await makeVercelPackage(spec, 'generation', Date.now())
  const files = Object.fromEntries(made.files.map(({ path, bytes }) => [path, bytes]))
  const served = { contract: 'vercel', language: 'python', entry: 'api/hello-0.py', exportName: 'app' }
  return { files, environment: '.venv-newest', ...served }
}

/** npm would install it. */
function link(place) {
  mkdirSync(join(place, 'node_modules/@google-cloud'), { recursive: true })
  const name = 'node_modules/@google-cloud/functions-framework'
  symlinkSync(join(framework, name), join(place, name), 'junction')
}

function write(place, files) {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(place, path)), { recursive: true })
    writeFileSync(join(place, path), bytes)
  }
}

/** From the request to the first byte of the reply, ms. */
async function timed(url, kept = false) {
  const startedMs = performance.now()
  const sent = request(url, { agent: kept, headers: { 'x-coldstart-nonce': 'bench' } })
  sent.end()
  const [reply] = await once(sent, 'response')
  const ms = performance.now() - startedMs
  const text = (await reply.toArray()).join('')
  if (reply.statusCode !== 200)
    throw new Error(
      `status ${reply.statusCode}: ${text} ${decodeURIComponent(reply.headers['x-coldstart-failure'] ?? '')}`,
    )
  return ms
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2
}

function ms(value) {
  return `${value.toFixed(2)} ms`
}
