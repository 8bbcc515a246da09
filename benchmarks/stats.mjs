// What the statistics cost, each beside a sort on the same machine in the same run.
//   npm run build && node benchmarks/stats.mjs [samples of the streamed file, default 1000000]
import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { hodgesLehmannRatio, sortSamples, summariseDistribution } from '../dist/stats/index.js'

const MILLION = 1_000_000
/** In sorts of a million numbers; the streamed report in 8 bytes a sample. */
const LIMITS = { summary: 1.5, hodgesLehmann: 50, stream: 16 }

/** @returns medians in ms, their ratios to a sort, what a streamed report holds, and whether all limits are kept */
export async function measureStats({ repeats = 9, streamed = MILLION } = {}) {
  const million = waits(MILLION)
  const [sortMs, summaryMs] = timeInTurn(repeats, [
    () => timeMs(million.slice(), (values) => values.sort()),
    () => timeMs(million, (values) => summariseDistribution(sortSamples(values))),
  ])
  const [x, y] = [sortSamples(waits(1000, 2)), sortSamples(waits(1000, 3))]
  const [many, more] = [sortSamples(waits(20_000, 4)), sortSamples(waits(20_000, 5))]
  const quotients = Float64Array.from({ length: MILLION }, (_, i) => x[Math.floor(i / 1000)] / y[i % 1000])
  const [quotientSortMs, thousandMs, twentyThousandMs] = timeInTurn(repeats, [
    () => timeMs(quotients.slice(), (values) => values.sort()),
    () => timeMs(x, () => hodgesLehmannRatio(x, y)),
    () => timeMs(many, () => hodgesLehmannRatio(many, more)),
  ])
  const streams = [await measureStream(streamed / 4), await measureStream(streamed)]
  const [quarter, whole] = streams
  const bytesPerSample = (whole.peakRss - quarter.peakRss) / (whole.n - quarter.n)
  const ratios = {
    summary: summaryMs / sortMs,
    hodgesLehmann: thousandMs / quotientSortMs,
    stream: bytesPerSample / 8,
  }
  const machine = `${cpus()[0].model}, ${cpus().length} CPUs, Node ${process.version}`
  return {
    ...{ date: new Date().toISOString(), machine, load: loadavg()[0], repeats },
    ...{ sortMs, summaryMs, quotientSortMs, thousandMs, twentyThousandMs, streams, bytesPerSample, ratios },
    kept: Object.entries(LIMITS).every(([name, limit]) => ratios[name] <= limit),
  }
}

/** The result as lines for a person. */
export function describeStats(result) {
  const { sortMs, summaryMs, quotientSortMs, thousandMs, twentyThousandMs, ratios } = result
  const ms = (value) => `${value.toFixed(1)} ms`
  const mb = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`
  return [
    `statistics beside Float64Array.sort, ${result.date}, ${result.machine}, load ${result.load.toFixed(1)}, medians of ${result.repeats}`,
    `summary with intervals of 1,000,000: ${ms(summaryMs)}, sort ${ms(sortMs)}, ratio ${ratios.summary.toFixed(2)} (limit ${LIMITS.summary})`,
    `exact Hodges–Lehmann ratio with interval, 1,000 × 1,000: ${ms(thousandMs)}, sort of the 1,000,000 quotients ${ms(quotientSortMs)}, ratio ${ratios.hodgesLehmann.toFixed(3)} (limit ${LIMITS.hodgesLehmann})`,
    `the same of 20,000 × 20,000, without its 400,000,000 quotients: ${ms(twentyThousandMs)}`,
    ...result.streams.map(
      ({ n, bytes, ms: took, peakRss, baseRss }) =>
        `report over a run file of ${n.toLocaleString('en')} samples (${mb(bytes)}), heap capped at 64 MB: ${(took / 1000).toFixed(1)} s, peak memory ${mb(peakRss)} (${mb(baseRss)} before it began)`,
    ),
    `between the two the peak grew by ${result.bytesPerSample.toFixed(0)} bytes a sample = ${ratios.stream.toFixed(1)} × 8 bytes (limit ${LIMITS.stream})`,
    result.kept ? 'all limits kept' : 'a limit is broken',
  ].join('\n')
}

/** Log-normal waits around 100 ms, the same in every run. */
function waits(n, seed = 1) {
  let state = seed
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
  return Float64Array.from({ length: n }, () => 100 * Math.exp(0.3 * normal()))
}

/** Median of each work's times, ms; the works take turns, so that a busy moment hits all alike. */
function timeInTurn(repeats, works) {
  const times = works.map(() => [])
  for (let round = 0; round < repeats; round++)
    for (const [index, work] of works.entries()) times[index].push(work())
  return times.map((values) => values.toSorted((a, b) => a - b)[Math.floor(repeats / 2)])
}

function timeMs(input, work) {
  const start = performance.now()
  work(input)
  return performance.now() - start
}

/** Streams a report over a file of n samples in a process with a heap of 64 MB and reads that process's peak memory. */
async function measureStream(n) {
  const folder = await mkdtemp(join(tmpdir(), 'coldstart-bench-'))
  try {
    const path = join(folder, 'run.jsonl')
    await writeRun(path, n)
    const { size } = await stat(path)
    const script = fileURLToPath(new URL('stream-report.mjs', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--max-old-space-size=64',
      '--max-semi-space-size=2',
      script,
      path,
    ])
    return { n, bytes: size, ...JSON.parse(stdout) }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A run of one cold and four warm invocations a round, as the probe writes them. */
async function writeRun(path, n) {
  const file = createWriteStream(path)
  const write = (line) =>
    file.write(`${JSON.stringify(line)}\n`) ? undefined : new Promise((done) => file.once('drain', done))
  const target = { id: 'lambda', provider: 'local', platform: 'local', url: 'http://127.0.0.1:9000/' }
  const environment = {
    node: process.version,
    os: 'linux',
    arch: 'x64',
    cpu: 'bench',
    cpus: 2,
    memoryMb: 1024,
  }
  await write({
    type: 'header',
    schemaVersion: 1,
    tool: { name: 'coldstart', version: '0.0.0' },
    run: 'bench',
    startedAt: '2026-11-23T15:00:00.000Z',
    seed: 1,
    config: {},
    environment,
    targets: [target],
  })
  const values = waits(n, 9)
  for (let index = 0; index < n; index++)
    await write({ type: 'sample', sample: sampleOf(index, values[index]) })
  await write({ type: 'footer', finishedAt: '2026-11-23T16:00:00.000Z', samples: n })
  await new Promise((done) => file.end(done))
}

function sampleOf(index, wait) {
  const round = Math.floor(index / 5)
  const cold = index % 5 === 0
  return {
    id: `s${index}`,
    target: 'lambda',
    round,
    intended: cold ? 'cold' : 'warm',
    ...(cold ? { coldBy: 'idle', plannedIdleMs: 400, idleMs: 401.2 } : {}),
    observed: cold ? 'cold' : 'warm',
    evidence: 'instance',
    startedAt: '2026-11-23T15:42:00.000Z',
    connection: 'fresh',
    localPort: 40000,
    phases: {
      connectMs: 0.1,
      sendMs: 0.05,
      waitMs: cold ? wait : wait / 50,
      downloadMs: 0.1,
      totalMs: wait + 1,
    },
    instance: {
      id: `0f8fad5b-d9cb-469f-a165-${String(round).padStart(12, '0')}`,
      invocation: 1 + (index % 5),
      bootMs: 40,
      loadMs: 5,
      handlerMs: 1,
    },
    ...(cold ? { breakdown: { platformMs: 5, bootMs: 40, loadMs: 5, handlerMs: 1 } } : {}),
    http: { status: 200, version: '1.1', bytes: 180 },
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = await measureStats({ streamed: Number(process.argv[2] ?? MILLION) })
  console.log(describeStats(result))
  process.exitCode = result.kept ? 0 : 1
}
