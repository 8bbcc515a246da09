/**
 * Kills the coordinator, three workers and Redis in the middle of a run, and counts at the probed server what was sent.
 *   node benchmarks/worker-kills.mjs [--kills 30] [--targets 120] [--freezes 6] [--idle 75s] [--seed 1]
 * Every sample has a path and a vantage point of its own, so a request that was sent twice shows. Some workers are
 * stopped over a request for longer than their lock, while another is there. Needs redis-server.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '30' },
    targets: { type: 'string', default: '120' },
    freezes: { type: 'string', default: '6' },
    idle: { type: 'string', default: '75s' },
    seed: { type: 'string', default: '1' },
  },
})
const [kills, targets, freezes] = [values.kills, values.targets, values.freezes].map(Number)
const VANTAGES = ['fra1', 'iad1', 'nrt1']
const LOCK_MS = 2000
const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'bin', 'coldstart.js')
const folder = mkdtempSync(join(tmpdir(), 'coldstart-kills-'))
mkdirSync(join(folder, 'redis'))
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))

/** mulberry32 */
let state = Number(values.seed)
function random() {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

const hits = new Map()
let onRequest = () => {}
const server = createServer((request, response) => {
  const key = `${request.url.slice(1)}@${request.headers['x-vantage']}`
  hits.set(key, (hits.get(key) ?? 0) + 1)
  onRequest(key)
  setTimeout(() => response.end('{"ok":true}'), 20 + random() * 100)
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const origin = `http://127.0.0.1:${server.address().port}`

const redisPort = await freePort()
const redisUrl = `redis://127.0.0.1:${redisPort}`
async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

const started = {
  redis: () =>
    spawn(
      'redis-server',
      [
        '--port',
        redisPort,
        '--bind',
        '127.0.0.1',
        '--dir',
        join(folder, 'redis'),
        '--save',
        '',
        '--appendonly',
        'yes',
        '--appendfsync',
        'always',
      ].map(String),
      { stdio: 'ignore' },
    ),
  coordinator() {
    const run = runFile()
    const names = Array.from({ length: targets }, (_, index) => `t${index}=${origin}/t${index}`)
    const words = run
      ? ['resume', run.name.replace('.jsonl', ''), '-q']
      : [
          'bench',
          '--workers',
          redisUrl,
          '--vantages',
          VANTAGES.join(','),
          '--target',
          ...names,
          '--idle',
          values.idle,
          '--cold',
          '1',
          '--warm',
          '0',
          '--header',
          'x-vantage: env:VANTAGE',
          '-q',
        ]
    return coldstart(words)
  },
  ...Object.fromEntries(
    VANTAGES.map((vantage) => [
      vantage,
      () =>
        coldstart(
          [
            'worker',
            '--redis',
            redisUrl,
            '--vantage',
            vantage,
            '--allow',
            origin,
            '--allow-env',
            'VANTAGE',
            '--lock',
            `${LOCK_MS}ms`,
          ],
          { VANTAGE: vantage },
        ),
    ]),
  ),
}
const running = {}

function coldstart(words, env = {}) {
  return spawn(process.execPath, [bin, ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

function runFile() {
  const results = join(folder, 'results')
  const name = existsSync(results) ? readdirSync(results).find((file) => file.endsWith('.jsonl')) : undefined
  return name && { name, text: readFileSync(join(results, name), 'utf8') }
}
const isFinished = () => runFile()?.text.includes('"type":"footer"') ?? false

function start(who) {
  running[who] = started[who]()
  running[who].ended = once(running[who], 'exit')
}
async function kill(who) {
  running[who].kill('SIGKILL')
  await running[who].ended
}

/** The next request of a vantage point, once it has arrived; undefined where none does. */
function nextRequestFrom(vantage) {
  return new Promise((resolve) => {
    setTimeout(resolve, 30_000).unref()
    onRequest = (key) => key.endsWith(`@${vantage}`) && resolve(key)
  })
}
/**
 * Stops a worker while its request is on the way, until another at its place has taken the lock for lost and the
 * coordinator has the sample as void; then the first goes on, with a reply in hand.
 */
async function freeze(vantage) {
  const key = await nextRequestFrom(vantage)
  onRequest = () => {}
  if (key === undefined) return undefined
  running[vantage].kill('SIGSTOP')
  const other = started[vantage]()
  other.ended = once(other, 'exit')
  const isVoid = (line) => line.includes(`"target":"${key}"`) && line.includes('"kind":"void"')
  for (let n = 0; n < 60 && !runFile().text.split('\n').some(isVoid); n++) await pause(500)
  running[vantage].kill('SIGCONT')
  await pause(500)
  other.kill('SIGKILL')
  await other.ended
  return key
}

start('redis')
await pause(500)
for (const vantage of VANTAGES) start(vantage)
await pause(4000)
start('coordinator')
while (!runFile()?.text.includes('\n')) await pause(50)

const done = { coordinator: 0, redis: 0 }
for (const vantage of VANTAGES) done[vantage] = 0
const victims = ['coordinator', ...VANTAGES].flatMap((who) => Array(kills).fill(who))
for (let index = victims.length - 1; index > 0; index--) {
  const other = Math.floor(random() * (index + 1))
  ;[victims[index], victims[other]] = [victims[other], victims[index]]
}
/** Samples whose worker was stopped over its request while another took the job's lock for lost. */
const frozen = []
for (const [index, who] of victims.entries()) {
  await pause(200 + random() * 1800)
  if (isFinished()) break
  if (index === Math.floor(victims.length / 2)) {
    await kill('redis')
    done.redis++
    await pause(300)
    start('redis')
  }
  if (frozen.length < freezes && index >= (frozen.length * victims.length) / freezes) {
    const stopped = await freeze(VANTAGES[frozen.length % VANTAGES.length])
    if (stopped !== undefined) frozen.push(stopped)
  }
  await kill(who)
  done[who]++
  start(who)
}

while (!isFinished()) {
  // Whoever found no Redis as it began has ended by itself.
  for (const who of ['coordinator', ...VANTAGES]) if (running[who].exitCode !== null) start(who)
  await pause(500)
}
await pause(LOCK_MS * 2)
for (const who of ['coordinator', ...VANTAGES, 'redis']) await kill(who).catch(() => {})
server.close()
server.closeAllConnections()

const lines = runFile()
  .text.trim()
  .split('\n')
  .map((line) => JSON.parse(line))
const samples = lines.flatMap((line) => (line.type === 'sample' ? [line.sample] : []))
const planned = targets * 3
const voids = samples.filter(({ error }) => error?.kind === 'void')
const problems = []
if (samples.length !== planned) problems.push(`${samples.length} samples of ${planned}`)
if (new Set(samples.map(({ id }) => id)).size !== samples.length) problems.push('a sample is there twice')
for (const { id, target, error } of samples) {
  const sent = hits.get(target) ?? 0
  if (sent > 1) problems.push(`${id} was sent ${sent} times`)
  if (!error && sent !== 1) problems.push(`${id} has a result and was sent ${sent} times`)
  if (error?.message.startsWith('It was not sent') && sent > 0)
    problems.push(`${id} was sent, and is said not to have been`)
}
for (const who of ['coordinator', ...VANTAGES])
  if (done[who] < kills)
    problems.push(`${who} was killed ${done[who]} times of ${kills}: the run was too short`)
if (done.redis !== 1) problems.push('Redis was not killed')
const bySample = new Map(samples.map((sample) => [sample.target, sample]))
if (frozen.length < freezes) problems.push(`${frozen.length} workers were stopped of ${freezes}`)
for (const target of frozen)
  if (bySample.get(target)?.error?.kind !== 'void')
    problems.push(`${target} has a result of a worker that had lost its lock`)
const maybe = voids.filter(({ error }) => error.message.startsWith('It may'))
const arrived = maybe.filter(({ target }) => hits.has(target)).length
const seen = [...hits.values()].reduce((sum, n) => sum + n, 0)
console.log(
  `killed: ${Object.entries(done)
    .map(([who, n]) => `${who} ${n}`)
    .join(', ')}`,
)
console.log(
  `${samples.length} samples of ${planned}, ${seen} requests at the server, ${voids.length} void: ${maybe.length} may have been sent (${arrived} were), ${voids.length - maybe.length} were not`,
)
const fenced = frozen.filter((target) => bySample.get(target)?.error?.kind === 'void').length
console.log(`stopped over a request for longer than its lock: ${frozen.length} times, void: ${fenced}`)
for (const problem of problems) console.log(`PROBLEM ${problem}`)
if (problems.length === 0) {
  console.log('no sample lost, none doubled, none sent twice')
  rmSync(folder, { recursive: true, force: true })
} else {
  console.log(`kept in ${folder}`)
  process.exitCode = 1
}
