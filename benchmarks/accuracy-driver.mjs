#!/usr/bin/env node
// Measures one URL with coldstart's probe and prints the samples as JSON, for harnesses that judge the probe
// against something independent. Run `npm run build` first.
//
//   node benchmarks/accuracy-driver.mjs --url http://127.0.0.1:18080/d/5000 --n 50
//     --kept            keep one connection (the first request opens it)
//     --burst 100       send in bursts of this size; n counts bursts
//     --ca FILE         trust this certificate authority
//     --cold-model      the URL is the calibrated server's /cold: adds `cold` and `instance` by the probe's verdict
//     --no-warm-up      leave the code path cold
//     --in-thread       measure in the main thread
//     --redraw          meanwhile the main thread burns 20 ms in every 100, as a redrawing interface does
//     --gap MS          pause between requests
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createProber } from '../dist/modules/probe/create-prober.js'
import { toSample } from '../dist/modules/probe/sample.js'
import { startProber } from '../dist/modules/probe/start-prober.js'

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    n: { type: 'string', default: '50' },
    kept: { type: 'boolean' },
    burst: { type: 'string' },
    ca: { type: 'string' },
    'cold-model': { type: 'boolean' },
    'no-warm-up': { type: 'boolean' },
    'in-thread': { type: 'boolean' },
    redraw: { type: 'boolean' },
    gap: { type: 'string', default: '0' },
  },
})

const request = {
  url: values.url,
  method: 'GET',
  headers: { accept: 'application/json' },
  ...(values.ca ? { certificateAuthority: readFileSync(values.ca, 'utf8') } : {}),
}
const prober = values['in-thread'] ? createProber() : await startProber()
if (!values['no-warm-up']) await prober.warmUp([new URL(values.url).protocol.slice(0, -1)])

let redraw
if (values.redraw)
  redraw = setInterval(() => {
    const until = performance.now() + 20
    while (performance.now() < until);
  }, 100)

const options = { connection: values.kept ? 'kept' : 'fresh' }
const samples = []
for (let round = 0; round < Number(values.n); round++) {
  const replies = values.burst
    ? await prober.burst(Array(Number(values.burst)).fill(request), options)
    : [await prober.probe(request, options)]
  for (const reply of replies) samples.push(sampleOf(reply, samples.length, round))
  if (Number(values.gap) > 0) await sleep(Number(values.gap))
}
clearInterval(redraw)
const loopDelay = await prober.loopDelay()
await prober.close()
process.stdout.write(
  `${JSON.stringify({ samples, loopDelay, peakRssMb: process.resourceUsage().maxRSS / 1024 })}\n`,
)

function sampleOf(reply, index, round) {
  const interpretation = values['cold-model'] && !reply.error ? readColdModel(reply) : {}
  const context = {
    id: String(index),
    target: 'target',
    round,
    intended: 'warm',
    roundTripMs: reply.phases.connectMs ?? 0,
  }
  const sample = toSample(context, reply, interpretation)
  if (!values['cold-model']) return sample
  return { ...sample, cold: sample.observed === 'cold', instanceId: sample.instance?.id }
}

/** The calibrated server's own words: instance, invocation counter, and when it took the request that made it. */
function readColdModel(reply) {
  const said = JSON.parse(new TextDecoder().decode(reply.body))
  if (said.instance === undefined) return {}
  const startedAt =
    said.inv === 1 ? { startedAt: new Date(Number(BigInt(said.recv_ns) / 1000000n)).toISOString() } : {}
  return { instance: { id: said.instance, invocation: said.inv, ...startedAt } }
}
