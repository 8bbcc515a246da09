// What the local engine's own process costs as its work grows (Linux, /proc): CPU time of a warm request beside that of a
// bare node:http server, asked in turns of 250 requests, and resident memory over 500 cold starts. The environments are other processes.
// With names behind it only those of colds, warm.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { functionDefaults } from '../dist/modules/engine/engine-options.js'
import { startEngine } from '../dist/modules/engine/start-engine.js'
import { openSample } from '../dist/modules/workload/sample.js'

const WARM = [1000, 4000, 16_000]
/** Neither server is at its speed before: a bare one takes more than twice as long for the first thousand. */
const WARM_UP = 4000
/** Warm invocations come in series. */
const SERIES = 250
const COLDS = 500
const LIMITS = { cpuUs: 200, growth: 1.1, rssGrowth: 1.1 }
const PAYLOAD = JSON.stringify({ name: 'Ada', nonce: 'bench' })
const TICK_US = 10_000
const here = (path) => fileURLToPath(new URL(path, import.meta.url))

if (process.platform !== 'linux') {
  console.log('skipped: CPU time of another process is read from /proc')
  process.exit()
}

function cpuUs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_US
}

function rssMb(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

function post(url, agent) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-length': PAYLOAD.length }
    const req = request(url, { method: 'POST', agent, headers }, (res) => {
      res.resume()
      res.on('end', () =>
        res.statusCode === 200 ? resolve() : reject(new Error(`status ${res.statusCode}`)),
      )
    })
    req.on('error', reject)
    req.end(PAYLOAD)
  })
}

/** CPU µs a request, engine and bare server asked in turns, so many requests each time. */
async function warmCost(engine, bare, count, agent, series) {
  const before = [cpuUs(engine.pid), cpuUs(bare.pid)]
  for (let index = 0; index < count; index += series) {
    for (let one = 0; one < series; one++) await post(engine.url, agent)
    for (let one = 0; one < series; one++) await post(bare.url, agent)
  }
  return [cpuUs(engine.pid) - before[0], cpuUs(bare.pid) - before[1]].map((us) => us / count)
}

async function warmRequests(engine) {
  const child = spawn(process.execPath, [here('./bare-server.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = await once(child.stdout, 'data')
  const bare = { pid: child.pid, url: `http://127.0.0.1:${Number(port)}/` }
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    await warmCost(engine, bare, WARM_UP, agent, SERIES)
    console.log(`CPU of a warm request, µs, to hold: ${LIMITS.cpuUs} in the engine's process, growth 1.0`)
    console.log('requests    engine      bare  growth')
    let last
    for (const count of WARM) {
      const [us, bareUs] = await warmCost(engine, bare, count, agent, SERIES)
      const growth = last && 1 + Math.log(us / last.us) / Math.log(count / last.count)
      const columns = [us.toFixed(0), bareUs.toFixed(0), growth?.toFixed(2) ?? '']
      console.log(`${String(count).padEnd(8)}${columns.map((text) => text.padStart(10)).join('')}`)
      last = { us, count }
      if (us > LIMITS.cpuUs || growth > LIMITS.growth) process.exitCode = 1
    }
    const [us, bareUs] = await warmCost(engine, bare, WARM[1], agent, 1)
    console.log(
      `${WARM[1]} asked one by one in turns, when neither finds its caches as it left them: ${us.toFixed(0)} and ${bareUs.toFixed(0)}`,
    )
  } finally {
    agent.destroy()
    child.kill()
  }
}

async function coldStarts(engine, evict) {
  console.log(`resident memory of the engine's process over ${COLDS} cold starts, to hold: flat`)
  const seen = []
  for (let made = 1; made <= COLDS; made++) {
    await evict()
    await post(engine.url, false)
    if (made % 100 === 0) seen.push(rssMb(engine.pid))
  }
  const growth = seen.at(-1) / seen[0]
  console.log(
    `after 100, 200 … ${COLDS}: ${seen.map((mb) => mb.toFixed(1)).join(', ')} MB, last ÷ first ${growth.toFixed(3)}`,
  )
  if (growth > LIMITS.rssGrowth) process.exitCode = 1
}

const started = await startEngine({
  functions: [{ ...functionDefaults, ...openSample('lambda'), idleTtlMs: 60_000 }],
  port: 0,
  resolveFrom: here('.'),
  lambdaRuntime: 'own',
})
try {
  const engine = { pid: started.pid, url: started.functions[0].url }
  const evict = () => started.evict()
  const asked = process.argv.slice(2)
  if (asked.length === 0 || asked.includes('colds')) await coldStarts(engine, evict)
  if (asked.length === 0 || asked.includes('warm')) await warmRequests(engine)
} finally {
  await started.stop()
}
