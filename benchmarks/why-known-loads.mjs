// node benchmarks/why-known-loads.mjs [--runs 1] [--starts 7] [--node <path>]
// How far `coldstart why` is from loads of known cost: seven modules that take 3 to 100 ms each (an amount of work takes
// what it takes), as CommonJS, as ES modules, both, and with top-level await; of the processor's time, of the clock's, as
// an amount of work, or the clock's for some and the processor's for others. Prints the farthest that a module's share
// of what is evaluated is from the truth, in points, and whether the five that take longest are in their order.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { dirname, join } from 'node:path'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1' },
    starts: { type: 'string', default: '7' },
    node: { type: 'string', default: execPath },
  },
})
const bin = fileURLToPath(new URL('../bin/coldstart.js', import.meta.url))

const TAKES_MS = { handler: 6, a: 60, b: 25, c: 100, d: 40, e: 12, f: 3 }
/** A diamond (d) and a cycle (e and f). */
const IMPORTS = { handler: ['a', 'b', 'c'], a: ['d'], b: ['d', 'e'], e: ['f'], f: ['e'] }
const BY_TIME = ['c', 'a', 'd', 'b', 'e']

const BYTES = `const bytes = Buffer.alloc(${1 << 18})`
const untilMs = (now, ms) => `for (const end = ${now} + ${ms}; ${now} < end; );`
const processor = (ms) =>
  `${BYTES}, cpuMs = () => { const { user, system } = (process.threadCpuUsage ?? process.cpuUsage)(); return (user + system) / 1000 }; for (const end = cpuMs() + ${ms}; cpuMs() < end; ) bytes.swap16()`
const clock = (ms) => untilMs('performance.now()', ms)
const BODIES = {
  'burn processor time': processor,
  'ask performance.now()': clock,
  'ask Date.now()': (ms) => untilMs('Date.now()', ms),
  'do an amount of work, native': (ms) => `${BYTES}; for (let n = 0; n < ${ms * 50}; n++) bytes.swap16()`,
  'do an amount of work, JavaScript': (ms) =>
    `let x = 1; for (let n = 0; n < ${ms * 1e6}; n++) x = (x * 16807 + n) | 0; globalThis.x = x`,
  'some ask the clock, others burn processor': (ms, name) =>
    ['a', 'd', 'f'].includes(name) ? clock(ms) : processor(ms),
}
/** Formats of the modules whose names are in `a`, `c` and `d`, and of the others. */
const FORMATS = {
  CommonJS: ['cjs', 'cjs'],
  'ES modules': ['mjs', 'mjs'],
  both: ['cjs', 'mjs'],
  'top-level await': ['mjs', 'mjs'],
}

function writeLoad(folder, body, format) {
  const [some, others] = FORMATS[format]
  const endingOf = (name) => (['a', 'c', 'd'].includes(name) ? some : others)
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  for (const [name, ms] of Object.entries(TAKES_MS)) {
    const isEsm = endingOf(name) === 'mjs'
    const asked = (IMPORTS[name] ?? []).map((one) => (isEsm ? `import '${one}'\n` : `require('${one}')\n`))
    const waits =
      format === 'top-level await' ? 'await new Promise((resolve) => setTimeout(resolve, 0))\n' : ''
    const text = `${asked.join('')}${waits}{ ${BODIES[body](ms, name)} }\n`
    const answer = `${isEsm ? 'export const handler' : 'exports.handler'} = async () => ({ ok: true })\n`
    if (name === 'handler') {
      write(`handler.${endingOf(name)}`, text + answer)
      continue
    }
    const exports = `./index.${endingOf(name)}`
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', exports }))
    write(`node_modules/${name}/${exports}`, `${text}${isEsm ? 'export {}\n' : ''}`)
  }
  return `handler.${others}`
}

function explain(body, format) {
  const folder = mkdtempSync('/var/tmp/why-known-loads-')
  try {
    const file = writeLoad(folder, body, format)
    const words = ['--provider', 'lambda', '--cold', values.starts, '--no-what-if', '--format', 'json', '-q']
    const options = { cwd: folder, env: { PATH: process.env.PATH }, maxBuffer: 1e9 }
    return JSON.parse(execFileSync(values.node, [bin, 'why', file, ...words], options)).load
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const sumOf = (all) => Object.values(all).reduce((sum, one) => sum + one, 0)

/** @returns the farthest share, points, and whether the order is right */
function judge({ rows }) {
  const found = Object.fromEntries(
    Object.keys(TAKES_MS).map((name) => {
      const row = rows.find((one) => one.name === name || one.name.startsWith(`./${name}.`))
      return [name, row?.phases.evaluateMs ?? 0]
    }),
  )
  const off = Object.entries(TAKES_MS).map(([name, ms]) =>
    Math.abs(found[name] / sumOf(found) - ms / sumOf(TAKES_MS)),
  )
  const packages = Object.keys(found).filter((name) => name !== 'handler')
  const order = packages.sort((one, other) => found[other] - found[one]).slice(0, BY_TIME.length)
  return { points: 100 * Math.max(...off), isOrdered: order.join() === BY_TIME.join() }
}

const saidLoad = () => loadavg()[0].toFixed(1)
console.log(`${new Date().toISOString()}, ${cpus()[0]?.model}, ${cpus().length} cores, load ${saidLoad()}`)
for (const body of Object.keys(BODIES))
  for (const format of Object.keys(FORMATS))
    for (let run = 0; run < Number(values.runs); run++) {
      const load = explain(body, format)
      const { points, isOrdered } = judge(load)
      const shown = load.traced.bodies ?? 'either'
      const order = isOrdered ? '' : ', wrong order'
      console.log(`${body}, ${format}: ${points.toFixed(1)} points by ${shown}${order}, load ${saidLoad()}`)
    }
