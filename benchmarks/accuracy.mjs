#!/usr/bin/env node
// How accurate is the probe, beside the clients people would use instead? A calibrated server in a process of its
// own, the same requests by each client in interleaved rounds, and the truth from a packet capture.
//
//   npm run build && npm ci --prefix benchmarks/peers && node benchmarks/accuracy.mjs [--rounds 5] [--only sequential,bursts]
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
import { compare, fromServer, pool, printFindings } from './accuracy-findings.mjs'
import { scenarios } from './accuracy-scenarios.mjs'
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
if (!hasPeers) console.log('got, autocannon: skipped: npm ci --prefix benchmarks/peers')

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
  for (const scenario of scenarios(wanted, ports, hasPeers)) {
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
const findings = pool(runs.map((run) => ({ ...run, ...compare(run, exchanges) })))
printFindings(findings)
const verdicts = judge(findings)
for (const { verdict, text } of verdicts) console.log(`${verdict.padEnd(7)} ${text}`)
if (values.json)
  writeFileSync(
    values.json,
    JSON.stringify({ date: new Date().toISOString(), rounds, findings, verdicts }, undefined, 1),
  )

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
