// What the local engine costs: its Lambda cold start beside that of a bare node:http server with the same
// handler, from spawn to first 200, in interleaved rounds of one run; and a warm invocation of both.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { functionDefaults } from '../dist/modules/engine/engine-options.js'
import { startEngine } from '../dist/modules/engine/start-engine.js'
import { openSample } from '../dist/modules/workload/sample.js'

const LIMITS = { coldRatio: 1.25, warmDifferenceMs: 2 }
const PAYLOAD = JSON.stringify({ name: 'Ada', nonce: 'bench' })
const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** @returns medians in ms, their ratio and difference, and whether both limits are kept */
export async function measureEngine({ rounds = 20, warm = 200 } = {}) {
  const options = { ...functionDefaults, ...openSample('lambda') }
  const engine = await startEngine({
    functions: [{ ...options, idleTtlMs: 60_000 }],
    port: 0,
    resolveFrom: here('.'),
    lambdaRuntime: 'own',
  })
  try {
    const cold = await measureCold(engine, rounds)
    return summarise(cold, await measureWarm(engine, warm), rounds, warm)
  } finally {
    await engine.stop()
  }
}

async function measureCold(engine, rounds) {
  const times = { engine: [], bare: [] }
  const contestants = [
    ['engine', () => coldEngine(engine)],
    ['bare', coldBare],
  ]
  for (let round = -2; round < rounds; round++) {
    for (const [name, measure] of round % 2 === 0 ? contestants : contestants.toReversed()) {
      const ms = await measure()
      if (round >= 0) times[name].push(ms) // two rounds warm the machine's caches
      await pause(30)
    }
  }
  return times
}

async function coldEngine(engine) {
  await engine.evict()
  await pause(30)
  const startedMs = performance.now()
  const { instance } = await post(engine.functions[0].url)
  const ms = performance.now() - startedMs
  if (instance.invocation !== 1) throw new Error('the engine answered warm')
  return ms
}

async function coldBare() {
  const startedMs = performance.now()
  const { child, url } = await startBare()
  await post(url)
  const ms = performance.now() - startedMs
  await stopBare(child)
  return ms
}

async function measureWarm(engine, count) {
  const { child, url } = await startBare()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times = { engine: [], bare: [] }
  for (let index = -20; index < count; index++) {
    for (const [name, target] of [
      ['engine', engine.functions[0].url],
      ['bare', url],
    ]) {
      const startedMs = performance.now()
      await post(target, agent)
      if (index >= 0) times[name].push(performance.now() - startedMs)
    }
  }
  agent.destroy()
  await stopBare(child)
  return times
}

async function startBare() {
  const child = spawn(process.execPath, ['--max-old-space-size=1024', here('./bare-server.mjs')], {
    env: { PATH: '/usr/bin:/bin', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = await once(child.stdout, 'data')
  return { child, url: `http://127.0.0.1:${Number(port)}/` }
}

async function stopBare(child) {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

function post(url, agent = false) {
  return new Promise((resolve, reject) => {
    const req = request(
      url,
      { method: 'POST', agent, headers: { 'content-length': PAYLOAD.length } },
      (res) => {
        const chunks = []
        res.on('data', (chunk) => chunks.push(chunk))
        res.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          if (res.statusCode === 200) resolve(JSON.parse(text))
          else reject(new Error(`status ${res.statusCode}: ${text}`))
        })
      },
    )
    req.on('error', reject)
    req.end(PAYLOAD)
  })
}

function summarise(cold, warm, rounds, invocations) {
  const medians = {
    coldEngineMs: median(cold.engine),
    coldBareMs: median(cold.bare),
    warmEngineMs: median(warm.engine),
    warmBareMs: median(warm.bare),
  }
  const coldRatio = medians.coldEngineMs / medians.coldBareMs
  const warmDifferenceMs = medians.warmEngineMs - medians.warmBareMs
  return {
    date: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0].model}, ${process.platform} ${process.arch}, Node ${process.versions.node}`,
    load: loadavg()[0],
    nCold: rounds,
    nWarm: invocations,
    ...medians,
    coldRatio,
    warmDifferenceMs,
    kept: coldRatio <= LIMITS.coldRatio && warmDifferenceMs <= LIMITS.warmDifferenceMs,
  }
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** The result as lines for a person. */
export function describeEngine(result) {
  const ms = (value) => `${value.toFixed(2)} ms`
  return [
    `local engine against bare node:http, ${result.date}, ${result.machine}, load ${result.load.toFixed(1)}`,
    `cold (n = ${result.nCold}, medians): engine ${ms(result.coldEngineMs)}, bare ${ms(result.coldBareMs)}, ratio ${result.coldRatio.toFixed(2)} (limit ${LIMITS.coldRatio})`,
    `warm (n = ${result.nWarm}, medians): engine ${ms(result.warmEngineMs)}, bare ${ms(result.warmBareMs)}, difference ${ms(result.warmDifferenceMs)} (limit ${LIMITS.warmDifferenceMs} ms)`,
    result.kept ? 'both limits kept' : 'a limit is broken',
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = await measureEngine()
  console.log(describeEngine(result))
  process.exitCode = result.kept ? 0 : 1
}
