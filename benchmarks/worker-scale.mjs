/**
 * A day of many targets and places through the real planner and schedule, with workers on a simulated clock.
 *   node benchmarks/worker-scale.mjs [--targets 1000] [--vantages 20] [--rounds 24] [--idle 3m]
 * A job is picked up 12 to 495 ms after its due time, as BullMQ was measured to do, or when its worker is free; a visit
 * whose target was not idle for long enough is put back, as workers do. Needs a build (npm run build).
 */
import { parseArgs } from 'node:util'
import { resolveConfig } from '../dist/modules/config/resolve-config.js'
import { planRun } from '../dist/modules/plan/make-plan.js'
import { scheduleProbes } from '../dist/modules/queue/vantage/schedule.js'
import { random } from './simulate/draw.mjs'

const { values } = parseArgs({
  options: {
    targets: { type: 'string', default: '1000' },
    vantages: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '24' },
    idle: { type: 'string', default: '3m' },
  },
})
const [targets, vantages, rounds] = [values.targets, values.vantages, values.rounds].map(Number)
const LATE_MS = [12, 495]
/** A cold start and its connection, with a long tail. */
const TAKES_MS = [80, 900]

const begunMs = performance.now()
const names = Array.from({ length: targets }, (_, index) => `t${index}`)
const places = new Map(
  Array.from({ length: vantages }, (_, index) => `v${index}`).flatMap((vantage) =>
    names.map((target) => [`${target}@${vantage}`, { target, vantage }]),
  ),
)
const pairs = [...places].map(([id, { target, vantage }]) => ({
  id,
  provider: 'http',
  platform: 'url',
  url: `https://host.example/${target}`,
  part: vantage,
}))
const { config } = resolveConfig({
  file: { path: 'worker-scale', values: { cold: rounds, warm: 0, idle: values.idle, seed: 1 } },
})
const limits = new Map([['http', { parallelColds: 1, usualIdleMs: 900_000 }]])
const rounded = planRun(config, pairs, limits).plan.rounds
const count = rounded.reduce((sum, { visits }) => sum + visits.length, 0)
const dueMs = new Float64Array(count)
const targetOf = new Uint32Array(count)
const vantageOf = new Uint32Array(count)
let jobs = 0
let idleMs = 0
/** Round by round, each let go of before the next. */
function* drained() {
  while (rounded.length > 0) yield rounded.shift()
}
for (const job of scheduleProbes('scale', drained(), places, 0)) {
  dueMs[jobs] = job.dueMs
  targetOf[jobs] = Number(job.target.slice(1))
  vantageOf[jobs] = Number(job.vantage.slice(1))
  idleMs = job.plannedIdleMs
  jobs++
}
const plannedMs = performance.now() - begunMs

/** A heap of jobs by the moment at which they may be picked up. */
const heap = new Uint32Array(count)
const pickUpMs = new Float64Array(count)
let waiting = 0
function push(job, atMs) {
  pickUpMs[job] = atMs
  let at = waiting++
  while (at > 0) {
    const above = (at - 1) >> 1
    if (pickUpMs[heap[above]] <= atMs) break
    heap[at] = heap[above]
    at = above
  }
  heap[at] = job
}
function pop() {
  const top = heap[0]
  const last = heap[--waiting]
  let at = 0
  for (;;) {
    let below = 2 * at + 1
    if (below >= waiting) break
    if (below + 1 < waiting && pickUpMs[heap[below + 1]] < pickUpMs[heap[below]]) below++
    if (pickUpMs[heap[below]] >= pickUpMs[last]) break
    heap[at] = heap[below]
    at = below
  }
  heap[at] = last
  return top
}

const between = ([least, most]) => least + random() * (most - least)
for (let job = 0; job < jobs; job++) push(job, dueMs[job] + between(LATE_MS))
const freeAt = new Float64Array(vantages)
const lastReply = new Float64Array(targets).fill(Number.NEGATIVE_INFINITY)
const lateMs = new Float64Array(jobs)
let [sent, putBack, shortest, lastMs] = [0, 0, Number.POSITIVE_INFINITY, 0]
while (waiting > 0) {
  const job = pop()
  const startMs = Math.max(pickUpMs[job], freeAt[vantageOf[job]])
  const readyMs = lastReply[targetOf[job]] + idleMs
  if (startMs < readyMs) {
    putBack++
    push(job, readyMs + between(LATE_MS))
    continue
  }
  const endMs = startMs + between(TAKES_MS)
  shortest = Math.min(shortest, startMs - lastReply[targetOf[job]])
  freeAt[vantageOf[job]] = endMs
  lastReply[targetOf[job]] = endMs
  lateMs[sent++] = startMs - dueMs[job]
  lastMs = Math.max(lastMs, endMs)
}
const sorted = lateMs.subarray(0, sent).sort()
const share = (part) => Math.round(sorted[Math.min(sent - 1, Math.floor(part * sent))])
console.log(
  `${targets} targets × ${vantages} places × ${rounds} rounds: ${jobs} jobs, ${sent} sent, ${putBack} put back`,
)
console.log(
  `planned in ${(plannedMs / 1000).toFixed(1)} s, all in ${((performance.now() - begunMs) / 1000).toFixed(1)} s`,
)
console.log(`most memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`)
console.log(
  `the run takes ${(lastMs / 3_600_000).toFixed(2)} h; late by ${share(0.5)} ms (median), ${share(0.99)} ms (99 %), ${share(1)} ms (most)`,
)
console.log(`shortest idle period ${Math.round(shortest)} ms`)
if (sent !== jobs || shortest < idleMs) process.exitCode = 1
