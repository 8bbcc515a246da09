#!/usr/bin/env node
// How accurate is the probe, beside the clients people would use instead? A calibrated server in a process of its
// own, the same requests by each client in interleaved rounds, and the truth from a packet capture.
//
//   npm run build && npm ci --prefix bench/peers && node bench/accuracy.mjs [--rounds 5] [--only sequential,bursts]
//
// Scenarios: sequential, kept, first, bursts, busy. Needs tcpdump and root for the wire's truth; without them the
// truth is the server's own user-space stamps, which is said and is coarser. Errors are |reported − true| in µs.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { WARM_UP_CERTIFICATE } from '../dist/modules/probe/warm-up-server.js'
import { judge } from './accuracy-bounds.mjs'
import { mayCapture, readExchanges, startCapture } from './accuracy-wire.mjs'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: 'sequential,kept,first,bursts,busy' },
    json: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const wanted = new Set(values.only.split(','))
const here = (file) => fileURLToPath(new URL(file, import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'coldstart-accuracy-'))
const certificate = join(scratch, 'certificate.pem')
writeFileSync(certificate, WARM_UP_CERTIFICATE)

const hasPeers = existsSync(here('peers/node_modules'))
if (!hasPeers) console.log('got, autocannon: skipped: npm ci --prefix bench/peers')

const server = spawn(process.execPath, [here('accuracy-server.mjs')], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]()
const ports = JSON.parse((await lines.next()).value)
const capture = mayCapture()
  ? await startCapture(join(scratch, 'wire.pcap'), [ports.plain, ports.tls])
  : undefined
console.log(
  `${new Date().toISOString()}  node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, ${rounds} rounds\n` +
    `truth: ${capture ? 'packet capture on loopback (kernel stamps, ns)' : "the server's own user-space stamps (no tcpdump, or not root)"}`,
)

/** Every run of a client: what it said, and when, so that its exchanges can be found in the capture. */
const runs = []
for (let round = 0; round < rounds; round++)
  for (const scenario of scenarios()) {
    const { clients } = scenario
    for (let turn = 0; turn < clients.length; turn++)
      await measure(scenario, clients[(turn + round) % clients.length], round)
  }

const dropped = await capture?.stop()
server.kill('SIGTERM')
const serverLog = JSON.parse((await lines.next()).value)
const exchanges = capture
  ? readExchanges(join(scratch, 'wire.pcap'), ports.plain, ports.tls)
  : fromServer(serverLog)
if (dropped) console.log(`the capture lost ${dropped} packets`)
const findings = pool(runs.map((run) => ({ ...run, ...compare(run) })))
print(findings)
const verdicts = judge(findings)
for (const { verdict, text } of verdicts) console.log(`${verdict.padEnd(7)} ${text}`)
if (values.json)
  writeFileSync(
    values.json,
    JSON.stringify({ date: new Date().toISOString(), rounds, findings, verdicts }, undefined, 1),
  )

function* scenarios() {
  for (const scheme of ['plain', 'tls']) {
    if (wanted.has('sequential')) yield* sequential(scheme)
    if (wanted.has('kept'))
      yield scenario(`kept ${scheme}`, scheme, 5, ['--n', '40', '--kept'], ['curl', 'coldstart', 'channels'])
    if (wanted.has('first'))
      for (let n = 0; n < 4; n++)
        yield scenario(`first ${scheme}`, scheme, 5, ['--n', '1'], ['coldstart', 'undici'])
    if (wanted.has('bursts')) yield* bursts(scheme)
  }
  if (!wanted.has('busy')) return
  const args = ['--n', '60']
  yield scenario('quiet', 'plain', 5, args, ['coldstart'])
  yield scenario('redrawing', 'plain', 5, [...args, '--redraw'], ['coldstart'])
  yield { ...scenario('one core busy', 'plain', 5, args, ['coldstart']), busy: true }
}

function* sequential(scheme) {
  const clients = ['curl', 'coldstart', 'undici', 'channels', 'node-http', 'got']
  for (const [delayMs, n] of [
    [0, 20],
    [5, 20],
    [50, 10],
    [250, 4],
  ])
    yield scenario(`sequential ${scheme}`, scheme, delayMs, ['--n', String(n)], clients)
}

function* bursts(scheme) {
  for (const size of [10, 50, 100]) {
    const args = ['--n', '1', '--burst', String(size)]
    yield scenario(`burst of ${size} ${scheme}`, scheme, 50, args, ['curl', 'coldstart', 'autocannon'])
  }
}

function scenario(name, scheme, delayMs, args, clients) {
  const origin = scheme === 'tls' ? `https://127.0.0.1:${ports.tls}` : `http://127.0.0.1:${ports.plain}`
  const present = clients.filter((client) => hasPeers || !['got', 'autocannon'].includes(client))
  return { name, url: `${origin}/d/${delayMs * 1000}`, args, clients: present }
}

async function measure(scenario, client, round) {
  const spinner = scenario.busy ? spawn(process.execPath, ['-e', 'for(;;);']) : undefined
  const script = client === 'coldstart' ? ['accuracy-driver.mjs'] : ['accuracy-peers.mjs', '--client', client]
  const trust = scenario.url.startsWith('https') ? ['--ca', certificate] : []
  const args = [here(script[0]), ...script.slice(1), '--url', scenario.url, ...scenario.args, ...trust]
  const fromMs = Date.now()
  const output = await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
    })
    child.on('close', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`${client} ended with ${code}`)),
    )
  })
  spinner?.kill()
  runs.push({
    scenario: scenario.name,
    client,
    round,
    fromMs,
    toMs: Date.now(),
    samples: JSON.parse(output).samples,
  })
}

/** Pairs what a client said with what was on the wire: by its port where it knows it, else in order. */
function compare({ scenario, client, samples, fromMs, toMs }) {
  const inTime = exchanges.filter(({ startMs }) => startMs >= fromMs - 5 && startMs <= toMs + 5)
  const byPort = Map.groupBy ? Map.groupBy(inTime, ({ port }) => port) : groupByPort(inTime)
  const errors = {}
  let matched = 0
  for (const [index, sample] of samples.entries()) {
    const said = { ...sample, ...sample.phases }
    const truth = said.localPort ? byPort.get(said.localPort)?.shift() : inTime[index]
    if (!truth) continue
    matched++
    const skipsOpening = scenario.startsWith('kept') && index === 0
    for (const phase of ['connectMs', 'tlsMs', 'waitMs', 'totalMs'])
      if (
        !skipsOpening &&
        said[phase] !== undefined &&
        truth[phase] !== undefined &&
        isComparable(client, phase)
      )
        errors[phase] = [...(errors[phase] ?? []), (said[phase] - truth[phase]) * 1000]
  }
  return { errors, matched }
}

/** undici, node:http and got cannot tell wait from set-up on a fresh connection: only their total counts. */
function isComparable(client, phase) {
  return phase !== 'waitMs' || !['undici', 'node-http'].includes(client)
}

function groupByPort(list) {
  const groups = new Map()
  for (const exchange of list) groups.set(exchange.port, [...(groups.get(exchange.port) ?? []), exchange])
  return groups
}

/** Without a capture: accepted, received and answered, as the server's own loop saw them. */
function fromServer(log) {
  const seen = new Set()
  return log.map(([port, acceptedMs, receivedMs, answeredMs]) => {
    const isFirst = !seen.has(`${port} ${acceptedMs}`)
    seen.add(`${port} ${acceptedMs}`)
    const startMs = isFirst ? acceptedMs : receivedMs
    return { port, startMs, waitMs: answeredMs - receivedMs, totalMs: answeredMs - startMs }
  })
}

/** Errors of all rounds together, for each scenario, client and phase. */
function pool(compared) {
  const pools = new Map()
  for (const { scenario, client, errors, matched, samples } of compared) {
    const key = `${scenario}|${client}`
    const entry = pools.get(key) ?? { scenario, client, samples: 0, matched: 0, errors: {} }
    entry.samples += samples.length
    entry.matched += matched
    for (const [phase, list] of Object.entries(errors))
      entry.errors[phase] = [...(entry.errors[phase] ?? []), ...list]
    pools.set(key, entry)
  }
  return [...pools.values()].map(({ errors, ...entry }) => ({
    ...entry,
    phases: Object.fromEntries(Object.entries(errors).map(([phase, list]) => [phase, summarise(list)])),
  }))
}

function summarise(errors) {
  const sorted = errors.map(Math.abs).sort((a, b) => a - b)
  const quantile = (p) => {
    const at = (sorted.length - 1) * p
    const low = sorted[Math.floor(at)]
    return low + (at - Math.floor(at)) * ((sorted[Math.floor(at) + 1] ?? low) - low)
  }
  return { n: sorted.length, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) }
}

function print(list) {
  console.log(
    `\n${'scenario'.padEnd(22)}${'client'.padEnd(12)}${'phase'.padEnd(9)}     n     p50 µs     p95 µs     p99 µs`,
  )
  for (const { scenario, client, phases, samples, matched } of list) {
    for (const [phase, { n, p50, p95, p99 }] of Object.entries(phases))
      console.log(
        `${scenario.padEnd(22)}${client.padEnd(12)}${phase.replace('Ms', '').padEnd(9)}${String(n).padStart(6)}${[p50, p95, p99].map((x) => x.toFixed(0).padStart(11)).join('')}`,
      )
    if (matched < samples)
      console.log(
        `${scenario.padEnd(22)}${client.padEnd(12)}${samples - matched} of ${samples} samples match no exchange`,
      )
  }
  console.log()
}
