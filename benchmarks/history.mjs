// What 10,000 recorded runs of 120 samples cost `coldstart history`: the first time, from the ends of run files or from
// result documents, and then, with a run more each time. Wall time and peak memory of the built CLI's process.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { computeResult } from '../dist/index.js'
import { lognormal, SEED } from './simulate/draw.mjs'

const RUNS = 10_000
const LIMITS = { firstMs: 5000, thenMs: 500, mb: 300 }
const TARGETS = ['lambda', 'vercel', 'netlify']
const COLD = 10
const WARM = 30
const bin = fileURLToPath(new URL('../bin/coldstart.js', import.meta.url))
const METER = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS/1024)))`

const startOf = (index) => new Date(Date.UTC(2026, 0, 1) + index * 3_600_000).toISOString()
const idOf = (index) => `${startOf(index).slice(0, 19).replaceAll(':', '')}-${String(index).padStart(5, '0')}`

/** A run of 120 samples; lambda is 30 % slower from the middle on. */
function makeRun(index) {
  const startedAt = startOf(index)
  const header = {
    type: 'header',
    schemaVersion: 1,
    tool: { name: 'coldstart', version: '0.0.0' },
    run: idOf(index),
    startedAt,
    seed: 1,
    config: {},
    environment: { node: 'v20.20.2', os: 'Linux', arch: 'x64', cpu: 'x', cpus: 2, memoryMb: 4096 },
    targets: TARGETS.map((id) => ({ id, provider: id, platform: 'cloud', url: `https://${id}.example/` })),
  }
  const day = lognormal(1, 0.05, 1)[0]
  const samples = TARGETS.flatMap((target) => {
    const center = 100 * day * (target === 'lambda' && index >= RUNS / 2 ? 1.3 : 1)
    const colds = lognormal(COLD, 0.1, center).map((waitMs, k) =>
      sampleOf(target, 'cold', waitMs, k, startedAt),
    )
    const warms = lognormal(WARM, 0.2, 5).map((waitMs, k) => sampleOf(target, 'warm', waitMs, k, startedAt))
    return [...colds, ...warms]
  })
  return { header, samples }
}

function sampleOf(target, kind, waitMs, k, startedAt) {
  return {
    id: `${target}.${kind}.${k}`,
    target,
    round: k,
    intended: kind,
    ...(kind === 'cold' ? { coldBy: 'idle', plannedIdleMs: 1000, idleMs: 1001 } : {}),
    observed: kind,
    evidence: 'instance',
    startedAt,
    connection: 'fresh',
    phases: { connectMs: 0.1, waitMs, totalMs: waitMs + 1 },
    instance: { id: `i${kind === 'cold' ? k : Math.floor(k / 3)}`, invocation: kind === 'cold' ? 1 : 2 },
  }
}

/** @param by `footer`: as runs end now; `document`: as they ended before, with a document beside them */
function record(folder, index, by) {
  const { header, samples } = makeRun(index)
  const end = { type: 'footer', finishedAt: header.startedAt, samples: samples.length, errors: 0 }
  const result = computeResult({ header, samples, notes: [], footer: end })
  const figures = result.summaries.flatMap(({ target, cold }) =>
    cold.map(({ coldBy, plannedIdleMs, wait: { n, p50Ms, p50Interval } }) => {
      return { target, coldBy, plannedIdleMs, n, p50Ms, p50Interval }
    }),
  )
  const footer = by === 'footer' ? { ...end, figures } : end
  const lines = [header, ...samples.map((sample) => ({ type: 'sample', sample })), footer]
  writeFileSync(
    join(folder, `${header.run}.jsonl`),
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  )
  const { samples: _, ...document } = result
  if (by === 'document') writeFileSync(join(folder, `${header.run}.json`), JSON.stringify(document))
}

function meter(cwd) {
  const start = performance.now()
  const outcome = spawnSync(process.execPath, ['--import', METER, bin, 'history'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  if (outcome.status !== 0) throw new Error(`history ended with ${outcome.status}: ${outcome.stderr}`)
  if (!/^Changes$/m.test(outcome.stdout)) throw new Error('The planted change was not marked.')
  return { ms: performance.now() - start, mb: Number(outcome.output[3]) }
}

function show(name, { ms, mb }, limitMs) {
  const isOver = ms > limitMs || mb > LIMITS.mb
  if (isOver) process.exitCode = 1
  console.log(
    `${name.padEnd(34)}${`${ms.toFixed(0)} ms`.padStart(10)}${`${mb.toFixed(0)} MB`.padStart(9)}${isOver ? '  over' : ''}`,
  )
}

console.log(
  `${RUNS} runs of ${TARGETS.length * (COLD + WARM)} samples, seed ${SEED}; to hold: ${LIMITS.firstMs} ms and ${LIMITS.mb} MB, then ${LIMITS.thenMs} ms`,
)
for (const by of ['footer', 'document']) {
  const cwd = mkdtempSync(join(tmpdir(), 'coldstart-history-'))
  try {
    const folder = join(cwd, 'results')
    mkdirSync(folder)
    for (let index = 0; index < RUNS; index++) record(folder, index, by)
    show(`first, from each ${by}`, meter(cwd), LIMITS.firstMs)
    const again = Array.from({ length: 3 }, (_, k) => {
      record(folder, RUNS + k, by)
      return meter(cwd)
    })
    show('then, with one run more (best of 3)', again.sort((a, b) => a.ms - b.ms)[0], LIMITS.thenMs)
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}
