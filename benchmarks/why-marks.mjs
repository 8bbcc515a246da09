// node benchmarks/why-marks.mjs --packages <folder> --name <package> [--starts 5] [--batches 3] [--node <path>]
// What `coldstart why` says of evaluation beside marks in the modules themselves: in a copy of the package each CommonJS
// module reads the clock with its first and its last instruction, and around each `require`, and that is all there is: no
// profiler, no tracer. Both go through the same launcher, contract and engine, in turns; each start is a process of its
// own. A body has what it calls in other modules, and nothing of what passes in a `require`. For Linux.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { packageOf } from './why-profiles-read.mjs'

const { values } = parseArgs({
  options: {
    packages: { type: 'string' },
    name: { type: 'string' },
    starts: { type: 'string', default: '5' },
    batches: { type: 'string', default: '3' },
    node: { type: 'string', default: execPath },
  },
})
const { packages, name, starts, node } = values
if (packages === undefined || name === undefined) {
  console.error('give --packages <folder with node_modules> and --name <package>, see the head of this file')
  process.exit(2)
}
const bin = fileURLToPath(new URL('../bin/coldstart.js', import.meta.url))
/** Not below /tmp: the engine gives each process one of its own. */
const folder = mkdtempSync('/var/tmp/why-marks-')
const found = join(folder, 'found')

const ANSWER = 'exports.handler = async () => ({ ok: true })\n'
const PLAIN = `require('${name}')\n${ANSWER}`
/**
 * What the marks call. A body is at work in several turns: from its first instruction to a `require`, from there to the
 * next, and so on to its last. Of a long turn, what another process had the processor for is left out, as Linux tells it.
 */
const MARKED = `
const { openSync, readSync, writeFileSync } = require('node:fs')
const now = process.hrtime.bigint
const schedstat = openSync('/proc/thread-self/schedstat', 'r')
const buffer = Buffer.alloc(128)
const waitedNs = () => BigInt(buffer.latin1Slice(0, readSync(schedstat, buffer, 0, 128, 0)).split(' ')[1])
const LONG_NS = 300_000n
const bodies = new Map()
let open
function beginTurn(body) {
  open = body
  if (body === undefined) return
  body.waitedNs = waitedNs()
  body.from = now()
}
function endTurn() {
  if (open === undefined) return
  const to = now()
  open.took += to - open.from
  if (to - open.from < LONG_NS) return
  const before = waitedNs() - open.waitedNs - (now() - to)
  if (before > 0n) open.took -= before
}
globalThis.__marks = {
  begin(file, require) {
    const marked = (request) => {
      endTurn()
      const asking = open
      open = undefined
      try {
        return require(request)
      } finally {
        beginTurn(asking)
      }
    }
    const given = Object.assign(marked, require)
    beginTurn({ file, took: 0n })
    return given
  },
  end(file) {
    endTurn()
    if (open?.file === file) bodies.set(file, Number(open.took))
  },
}
require('${name}')
writeFileSync(process.env.WHY_MARKS + '/' + now() + '.json', JSON.stringify([...bodies]))
${ANSWER}`

/** A function's folder of its own, so that one package can be marked. */
function makeFunction(kind, handler) {
  const place = join(folder, kind)
  mkdirSync(place)
  writeFileSync(join(place, 'package.json'), '{}')
  writeFileSync(join(place, 'handler.cjs'), handler)
  cpSync(join(packages, 'node_modules'), join(place, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
  })
  return place
}

/** The CommonJS modules that are loaded, by a process that does nothing else. */
function loadedIn(place) {
  const script = `require('${name}'); console.log(JSON.stringify(Object.keys(require.cache)))`
  const files = JSON.parse(execFileSync(node, ['-e', script], { cwd: place, encoding: 'utf8' }))
  return files.filter((file) => /\.c?js$/.test(file))
}

/** Directives stay in front: what is strict must stay so. */
function mark(file) {
  const source = readFileSync(file, 'utf8')
  const [directives] = /^(?:#!.*\n)?(?:\s*(?:\/\/.*\n|\/\*[\s\S]*?\*\/|(?:"use \w+"|'use \w+');?))*/.exec(
    source,
  )
  const key = JSON.stringify(file.slice(file.lastIndexOf('/node_modules/')))
  const body = source.slice(directives.length)
  writeFileSync(file, `${directives};require=__marks.begin(${key},require);${body}\n;__marks.end(${key})\n`)
}

function coldstart(place, words) {
  const all = { cwd: place, maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'pipe'] }
  return execFileSync(node, [bin, ...words, '--provider', 'lambda', '-q'], all)
}

/** So many marked starts. @returns of each, ns by module */
function markedStarts(place) {
  mkdirSync(found)
  coldstart(place, ['bench', './handler.cjs', '--cold', starts, '--warm', '0', '--env', `WHY_MARKS=${found}`])
  const all = readdirSync(found).map((one) => new Map(JSON.parse(readFileSync(join(found, one), 'utf8'))))
  rmSync(found, { recursive: true })
  return all
}

const add = (times, of, ms) => times.set(of, (times.get(of) ?? 0) + ms)
const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
function sharesOf(times) {
  const whole = [...times.values()].reduce((sum, ms) => sum + ms, 0)
  return new Map([...times].map(([of, ms]) => [of, (100 * ms) / whole]))
}

/** Evaluation of packages by `why`. */
function explain(place) {
  const words = ['why', './handler.cjs', '--no-what-if', '--format', 'json', '--cold', starts]
  const times = new Map()
  for (const { kind, name: of, phases } of JSON.parse(coldstart(place, words)).load.rows)
    if (kind === 'package') add(times, of, phases.evaluateMs)
  return sharesOf(times)
}

/** Shares of packages by marks: of each module the median of several starts. */
function sharesBy(all) {
  const times = new Map()
  for (const module of new Set(all.flatMap((one) => [...one.keys()])))
    add(times, packageOf(module), middle(all.map((one) => one.get(module) ?? 0)))
  return sharesOf(times)
}

function meanOf(maps) {
  const names = new Set(maps.flatMap((one) => [...one.keys()]))
  const mean = (of) => maps.reduce((sum, one) => sum + (one.get(of) ?? 0), 0) / maps.length
  return new Map([...names].map((of) => [of, mean(of)]))
}

function apart(one, other) {
  const names = new Set([...one.keys(), ...other.keys()])
  return Math.max(...[...names].map((of) => Math.abs((one.get(of) ?? 0) - (other.get(of) ?? 0))))
}
const spreadOf = (maps) =>
  Math.max(...maps.flatMap((one, at) => maps.slice(at + 1).map((other) => apart(one, other))))

try {
  const plain = makeFunction('plain', PLAIN)
  const marked = makeFunction('marked', MARKED)
  const files = loadedIn(marked)
  for (const file of files) mark(file)
  const turns = Array.from({ length: Number(values.batches) }, () => ({
    why: explain(plain),
    marks: markedStarts(marked),
  }))
  const whys = turns.map(({ why }) => why)
  const all = turns.flatMap(({ marks }) => marks)
  const median = sharesBy(all)
  const why = meanOf(whys)
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
  console.log(
    `${new Date().toISOString().slice(0, 16)}, ${version}, ${name}: ${all.length} marked starts, ${all[0].size} of ${files.length} modules with both marks, load ${loadavg()[0].toFixed(1)}`,
  )
  const batches = spreadOf(turns.map(({ marks }) => sharesBy(marks))).toFixed(1)
  console.log(
    `farthest apart, points: why and marks ${apart(why, median).toFixed(1)}; two batches of marks ${batches}, two of why ${spreadOf(whys).toFixed(1)}`,
  )
  console.log('| package | why | marks |')
  for (const [of, share] of [...why].sort((a, b) => b[1] - a[1]).slice(0, 8))
    console.log(`| ${[of, ...[share, median.get(of) ?? 0].map((one) => one.toFixed(1))].join(' | ')} |`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
