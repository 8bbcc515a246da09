// What the statistics cost, each against a sort on the same machine in the same run.
//   npm run build && node bench/stats.mjs [samples of the streamed file, default 1000000]
import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { hodgesLehmannRatio, sortSamples, summariseDistribution } from '../dist/stats/index.js'

const MILLION = 1_000_000
const REPEATS = 7
/** The peak of a streamed report may grow by so many times 8 bytes a sample. */
const STREAM_FACTOR = 16
const streamed = Number(process.argv[2] ?? MILLION)

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

/** Median of repeated timings of `work` on a fresh copy each, ms. */
function timeMs(prepare, work, repeats = REPEATS) {
  const times = Array.from({ length: repeats }, () => {
    const input = prepare()
    const start = performance.now()
    work(input)
    return performance.now() - start
  })
  return times.sort((a, b) => a - b)[Math.floor(repeats / 2)]
}

function report(name, ms, sortMs, limit) {
  const ratio = ms / sortMs
  const verdict = limit === undefined ? '' : ratio <= limit ? `  within ${limit} ×` : `  OVER ${limit} ×`
  console.log(
    `${name.padEnd(58)} ${ms.toFixed(1).padStart(9)} ms  ${ratio.toFixed(3).padStart(7)} × the sort${verdict}`,
  )
  return limit === undefined || ratio <= limit
}

const million = waits(MILLION)
const sortMs = timeMs(
  () => million.slice(),
  (values) => values.sort(),
)
const thousand = [sortSamples(waits(1000, 2)), sortSamples(waits(1000, 3))]
const products = Float64Array.from(
  { length: MILLION },
  (_, index) => thousand[0][Math.floor(index / 1000)] / thousand[1][index % 1000],
)
const productSortMs = timeMs(
  () => products.slice(),
  (values) => values.sort(),
)
const twentyThousand = [sortSamples(waits(20_000, 4)), sortSamples(waits(20_000, 5))]

console.log(
  `${new Date().toISOString()} · ${cpus()[0].model}, ${cpus().length} CPUs · Node ${process.version} · medians of ${REPEATS}`,
)
report('Float64Array.sort of 1,000,000', sortMs, sortMs)
const ok = [
  report(
    'summary with intervals of 1,000,000 (copy, check, sort)',
    timeMs(
      () => million,
      (values) => summariseDistribution(sortSamples(values)),
    ),
    sortMs,
    1.5,
  ),
  report(
    'Hodges–Lehmann ratio + interval, 1,000 × 1,000 *',
    timeMs(
      () => thousand,
      ([x, y]) => hodgesLehmannRatio(x, y),
    ),
    productSortMs,
    50,
  ),
]
const before = process.memoryUsage().arrayBuffers
report(
  'Hodges–Lehmann ratio + interval, 20,000 × 20,000 *',
  timeMs(
    () => twentyThousand,
    ([x, y]) => hodgesLehmannRatio(x, y),
  ),
  productSortMs,
)
console.log(
  `* against one sort of the 1,000,000 quotients of 1,000 × 1,000: ${productSortMs.toFixed(1)} ms; 20,000 × 20,000 took ${((process.memoryUsage().arrayBuffers - before) / 1024).toFixed(0)} kB more (its 400,000,000 quotients would take 3,200,000 kB)`,
)

const quarter = await measureStream(streamed / 4)
const whole = await measureStream(streamed)
const bytes = (whole.peakRss - quarter.peakRss) / (whole.n - quarter.n)
const factor = bytes / 8
const verdict = factor <= STREAM_FACTOR ? 'within' : 'OVER'
console.log(
  `from ${quarter.n.toLocaleString('en')} to ${whole.n.toLocaleString('en')} samples the peak grew by ${bytes.toFixed(0)} bytes a sample = ${factor.toFixed(1)} × 8 bytes  ${verdict} ${STREAM_FACTOR} × 8`,
)
ok.push(factor <= STREAM_FACTOR)
if (ok.includes(false)) process.exitCode = 1

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
    const measured = { n, ...JSON.parse(stdout) }
    const { ms, peakRss, baseRss, cold, warm } = measured
    console.log(
      `report over a run file of ${n.toLocaleString('en')} samples (${(size / 1e6).toFixed(0)} MB, ${cold} cold, ${warm} warm): ` +
        `${(ms / 1000).toFixed(1)} s, peak memory ${(peakRss / 1e6).toFixed(0)} MB (${(baseRss / 1e6).toFixed(0)} MB before it began)`,
    )
    return measured
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
