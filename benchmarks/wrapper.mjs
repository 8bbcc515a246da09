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
import { functionDefaults } from '../dist/modules/engine/engine-options.js'
import { startEngine } from '../dist/modules/engine/start-engine.js'
import { signedRank } from '../dist/modules/stats/signed-rank.js'
import { sortInPlace } from '../dist/modules/stats/sorted-samples.js'
import { FORMS } from './wrapper-forms.mjs'

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
