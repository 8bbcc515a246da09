// What a recorded run costs to read as it grows: up to a million samples of one target, and up to 500 targets. Peak memory
// (VmHWM of each command's process) and CPU seconds; growth is the exponent of CPU time from one size to the next, 1 is linear.
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SAMPLES = [10_000, 100_000, 1_000_000]
const TARGETS = [50, 200, 500]
const LIMITS_MB = { samples: 300, targets: 150 }
const bin = fileURLToPath(new URL('../bin/coldstart.js', import.meta.url))
const METER = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>{const{maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();writeSync(3,JSON.stringify({mb:maxRSS/1024,seconds:(userCPUTime+systemCPUTime)/1e6}))})`

const FORMATS = [
  'json',
  'html',
  'markdown',
  'csv',
  'junit',
  'openmetrics',
  'github-benchmark',
  'bencher',
  'hyperfine',
]
const COMMANDS = {
  report: ['report', 'run'],
  ...Object.fromEntries(
    FORMATS.map((format) => [`report --format ${format}`, ['report', 'run', '--format', format]]),
  ),
  'report --format json --samples': ['report', 'run', '--format', 'json', '--samples'],
  'compare run run': ['compare', 'run', 'run', '--force'],
  'baseline save': ['baseline', 'save', 'main', 'run', '--force'],
  runs: ['runs'],
}

function meter(cwd, argv) {
  const outcome = spawnSync(process.execPath, ['--import', METER, bin, ...argv], {
    cwd,
    stdio: ['ignore', openSync(join(cwd, 'out.txt'), 'w'), 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  if (outcome.status !== 0)
    throw new Error(`${argv.join(' ')} ended with ${outcome.status}: ${outcome.stderr}`)
  return { ...JSON.parse(outcome.output[3]), bytes: statSync(join(cwd, 'out.txt')).size }
}

const STARTED_AT = '2026-11-23T15:42:00.000Z'

/** A run file with so many targets, five colds and 20 warm invocations each, or one target with so many samples. */
function writeRun(cwd, targets, samples) {
  mkdirSync(join(cwd, 'results'))
  const fd = openSync(join(cwd, 'results', 'run.jsonl'), 'w')
  const ids = Array.from({ length: targets }, (_, index) => `t${index}`)
  let lines = `${JSON.stringify(headerOf(ids))}\n`
  for (let made = 0; made < samples; made++) {
    lines += `${JSON.stringify({ type: 'sample', sample: sampleOf(ids, made) })}\n`
    if (lines.length < 1 << 20) continue
    writeSync(fd, lines)
    lines = ''
  }
  const footer = { type: 'footer', finishedAt: STARTED_AT, samples, errors: 0 }
  writeSync(fd, `${lines}${JSON.stringify(footer)}\n`)
  closeSync(fd)
}

function headerOf(ids) {
  return {
    type: 'header',
    schemaVersion: 1,
    tool: { name: 'coldstart', version: '0.0.0' },
    run: 'run',
    startedAt: STARTED_AT,
    seed: 1,
    config: {},
    environment: { node: 'v20.20.2', os: 'Linux', arch: 'x64', cpu: 'x', cpus: 2, memoryMb: 1024 },
    targets: ids.map((id) => ({ id, provider: 'http', platform: 'url', url: `http://127.0.0.1:1/${id}` })),
  }
}

/** The sample that was made after so many others: one round after the other, cold in every fifth. */
function sampleOf(ids, made) {
  const round = Math.floor(made / ids.length)
  const target = ids[made % ids.length]
  const isCold = round % 5 < 1
  const waitMs = Math.round((isCold ? 90 : 2) * (1 + Math.random()) * 1000) / 1000
  return {
    id: `${made}.x`,
    target,
    round,
    intended: isCold ? 'cold' : 'warm',
    ...(isCold ? { coldBy: 'idle', plannedIdleMs: 1000, idleMs: 1001.5 } : {}),
    observed: isCold ? 'cold' : 'warm',
    evidence: 'instance',
    startedAt: STARTED_AT,
    connection: 'fresh',
    phases: { connectMs: 0.1, waitMs, totalMs: 200 },
    instance: { id: `instance-${target}-${Math.floor(round / 5)}`, invocation: isCold ? 1 : 2 },
  }
}

function measure(name, size, targets, samples, before) {
  const cwd = mkdtempSync(join(tmpdir(), 'coldstart-growth-'))
  try {
    writeRun(cwd, targets, samples)
    const found = {}
    for (const [command, argv] of Object.entries(COMMANDS)) {
      const { mb, seconds, bytes } = meter(cwd, argv)
      found[command] = { seconds, size }
      const last = before?.[command]
      const growth = last ? Math.log(seconds / last.seconds) / Math.log(size / last.size) : undefined
      const isOver = mb > LIMITS_MB[name]
      if (isOver) process.exitCode = 1
      const columns = [
        `${mb.toFixed(0)} MB`,
        `${seconds.toFixed(2)} s`,
        growth?.toFixed(2) ?? '',
        `${(bytes / 1e6).toFixed(2)} MB out`,
      ]
      console.log(
        `${String(size).padEnd(9)}${command.padEnd(32)}${columns.map((text) => text.padStart(12)).join('')}${isOver ? '  over' : ''}`,
      )
    }
    return found
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

console.log(`samples of one target, to hold: ${LIMITS_MB.samples} MB each command`)
let last
for (const samples of SAMPLES) last = measure('samples', samples, 1, samples, last)
console.log(`targets of 25 samples each, to hold: ${LIMITS_MB.targets} MB at ${TARGETS.at(-1)}`)
last = undefined
for (const targets of TARGETS) last = measure('targets', targets, targets, targets * 25, last)
