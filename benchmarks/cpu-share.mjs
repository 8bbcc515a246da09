// What the local engine gives each memory size of the CPU, against what the platform's rule says: CPU time got ÷ CPU
// time due, by control groups and by the duty cycle, from 128 to 3,008 MB. A handler does the same work at every size;
// above one vCPU in two threads. What is due is the share of the wall time, where the machine gives the same work that
// much without a share right before and right after; where it gives less, it is the machine that bounds what is got,
// and only that no more than the share was got can be told. Fails beyond 5 % (control groups) or 15 % (duty cycle).
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'

const modules = new URL('../dist/modules/', import.meta.url)
const { startEngine } = await import(new URL('engine/start-engine.js', modules))
const { functionDefaults } = await import(new URL('engine/engine-options.js', modules))
const { cpuFor } = await import(new URL('engine/cpu/cpu-share.js', modules))

const SIZES = [128, 256, 512, 1024, 1769, 3008]
const WITHIN = { 'cgroup v2': 0.05, 'cgroup v1': 0.05, 'duty cycle': 0.15 }
const ROUNDS = Number(process.argv[2] ?? 3)
/** About 300 ms of CPU on a core of 2026. */
const WORK = Number(process.argv[3] ?? 3e8)
const root = fileURLToPath(new URL('functions/', import.meta.url))

function describe(memoryMb, share = true) {
  return {
    ...functionDefaults,
    idleTtlMs: 60_000,
    timeoutMs: 60_000,
    memoryMb,
    name: share ? `work-${memoryMb}` : 'free',
    contract: 'lambda',
    root,
    include: ['fixed-work.mjs', 'fixed-work-thread.mjs'],
    entry: 'fixed-work.mjs',
    exportName: 'handler',
    variables: {},
    request: {},
    ...(share && cpuFor('lambda', memoryMb, undefined)),
  }
}

async function measure(cpuControl) {
  const functions = [...SIZES.map((size) => describe(size)), describe(3008, false)]
  const engine = await startEngine({
    functions,
    port: 0,
    resolveFrom: root,
    lambdaRuntime: 'own',
    cpuControl,
  })
  try {
    const rows = SIZES.map((memoryMb) => ({ memoryMb, got: [], wallMs: [], cpuMs: [], free: [] }))
    for (let round = 0; round < ROUNDS; round++)
      for (const row of rows) {
        const { vcpus } = cpuFor('lambda', row.memoryMb, undefined).cpu
        const threads = vcpus > 1 ? 2 : 1
        const before = await run(engine, 'free', threads)
        const { wallMs, cpuMs } = await run(engine, `work-${row.memoryMb}`, threads)
        const after = await run(engine, 'free', threads)
        const free = Math.min(...[before, after].map((one) => one.cpuMs / one.wallMs))
        row.free.push(free)
        row.wallMs.push(wallMs)
        row.cpuMs.push(cpuMs)
        row.got.push({ ratio: cpuMs / (wallMs * vcpus), isWhole: free >= Math.min(vcpus, threads * 0.95) })
      }
    return { by: /kept by ([^,]+)/.exec(engine.functions[0].cpu)?.[1], rows }
  } finally {
    await engine.stop()
  }
}

/** One invocation of an environment that is there already: the share is in force then. */
async function run(engine, name, threads) {
  const url = `${engine.url}/2015-03-31/functions/${name}/invocations`
  const invoke = async (event) => (await fetch(url, { method: 'POST', body: JSON.stringify(event) })).json()
  await invoke({ work: 0 })
  return invoke({ work: WORK, threads })
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
let missed = 0
const seen = new Set()
for (const control of ['best', 'duty-cycle']) {
  const { by, rows } = await measure(control)
  if (seen.has(by)) continue
  seen.add(by)
  console.log(`\n${by}, medians of ${ROUNDS}, load ${loadavg()[0].toFixed(1)}`)
  console.log(
    '   MB   vCPU  CPU, ms  wall, ms  wall × share ÷ CPU  CPU ÷ wall without  got ÷ due  rounds that could have it all',
  )
  for (const { memoryMb, got, wallMs, cpuMs, free } of rows) {
    const { vcpus } = cpuFor('lambda', memoryMb, undefined).cpu
    const whole = got.filter(({ isWhole }) => isWhole)
    const ratio = median((whole.length > 0 ? whole : got).map((one) => one.ratio))
    const isOff = ratio > 1 + WITHIN[by] || (whole.length > 0 && ratio < 1 - WITHIN[by])
    if (isOff) missed += 1
    const cells = [
      String(memoryMb).padStart(5),
      vcpus.toFixed(3).padStart(6),
      median(cpuMs).toFixed(0).padStart(8),
      median(wallMs).toFixed(0).padStart(9),
      ((median(wallMs) * vcpus) / median(cpuMs)).toFixed(3).padStart(19),
      median(free).toFixed(2).padStart(19),
      ratio.toFixed(3).padStart(10),
      `${whole.length} of ${got.length}`.padStart(8),
    ]
    console.log(`${cells.join(' ')}${isOff ? `  beyond ${WITHIN[by] * 100} %` : ''}`)
  }
}
process.exitCode = missed > 0 ? 1 : 0
