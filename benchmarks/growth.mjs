// What a recorded run costs to read as it grows: up to a million samples of one target, and up to 500 targets. Peak memory
// (VmHWM of each command's process) and CPU seconds; growth is the exponent of CPU time from one size to the next, 1 is linear.
// With names behind it only those of samples, resume, targets, bench: `npm run bench` runs all four.
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { meter, startServer } from './growth-meter.mjs'
import { measureResume } from './growth-resume.mjs'

const SAMPLES = [10_000, 100_000, 1_000_000]
const TARGETS = [50, 200, 500]
/** A plan has a million invocations at most, asking the address included. */
const RESUMED = [10_000, 100_000, 999_900]
const LIMITS_MB = { samples: 300, resume: 300, targets: 150, bench: 150 }

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
  'compare main run': ['compare', 'main', 'run', '--force'],
  'merge run run2': ['merge', 'run', 'run2', '-o', 'merged.jsonl', '--force'],
  history: ['history'],
  runs: ['runs'],
}

const STARTED_AT = '2026-11-23T15:42:00.000Z'

/** A run file with so many targets, five colds and 20 warm invocations each, or one target with so many samples. */
function writeRun(cwd, run, targets, samples) {
  mkdirSync(join(cwd, 'results'), { recursive: true })
  const fd = openSync(join(cwd, 'results', `${run}.jsonl`), 'w')
  const ids = Array.from({ length: targets }, (_, index) => `t${index}`)
  let lines = `${JSON.stringify(headerOf(run, ids))}\n`
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

function headerOf(run, ids) {
  return {
    type: 'header',
    schemaVersion: 1,
    tool: { name: 'coldstart', version: '0.0.0' },
    run,
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

function show(name, size, command, { mb, seconds, bytes }, last) {
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
  return { seconds, size }
}

function measure(name, size, targets, samples, before) {
  const cwd = mkdtempSync(join(tmpdir(), 'coldstart-growth-'))
  try {
    for (const run of ['run', 'run2']) writeRun(cwd, run, targets, samples)
    const found = {}
    for (const [command, argv] of Object.entries(COMMANDS))
      found[command] = show(name, size, command, meter(cwd, argv), before?.[command])
    return found
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

/** A run of five warm invocations of each of so many addresses of one server, from its plan to its report. */
async function measureBench(targets, before) {
  const cwd = mkdtempSync(join(tmpdir(), 'coldstart-growth-'))
  const server = await startServer()
  try {
    const named = Array.from({ length: targets }, (_, n) => `t${n}=${server.url}${n}`)
    const argv = ['bench', ...named.flatMap((target) => ['--target', target]), '--cold', '0', '--warm', '5']
    return show('bench', targets, 'bench --cold 0 --warm 5', meter(cwd, argv), before)
  } finally {
    server.stop()
    rmSync(cwd, { recursive: true, force: true })
  }
}

const SUITES = {
  samples() {
    console.log(`samples of one target, to hold: ${LIMITS_MB.samples} MB each command`)
    let last
    for (const samples of SAMPLES) last = measure('samples', samples, 1, samples, last)
  },
  async resume() {
    console.log(`a run that goes on with so many samples, to hold: ${LIMITS_MB.resume} MB`)
    let last
    for (const samples of RESUMED)
      last = show('resume', samples, 'resume', await measureResume(samples), last)
  },
  targets() {
    console.log(`targets of 25 samples each, to hold: ${LIMITS_MB.targets} MB at ${TARGETS.at(-1)}`)
    let last
    for (const targets of TARGETS) last = measure('targets', targets, targets, targets * 25, last)
  },
  async bench() {
    console.log(`a whole run of so many targets, to hold: ${LIMITS_MB.bench} MB at ${TARGETS.at(-1)}`)
    let last
    for (const targets of TARGETS) last = await measureBench(targets, last)
  },
}
const asked = process.argv.slice(2)
for (const [name, run] of Object.entries(SUITES)) if (asked.length === 0 || asked.includes(name)) await run()
