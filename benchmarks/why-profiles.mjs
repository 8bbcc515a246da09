// node benchmarks/why-profiles.mjs --packages <folder> [--rounds 10] [--batches 3] [--node <path>] [--only <name>]
// [--interval 100], µs between two samples: real packages, where `coldstart why` says that their load goes beside where
// V8's sampling profile of the same load says so: the same launcher, contract and engine, each start a process of its
// own. The folder has @aws-sdk/client-s3, express, zod, lodash, pdf-lib, and for the bundle @angular/platform-server, in
// node_modules. Both are done in several batches by turns: what two batches of profiles differ by is what the profile
// itself cannot tell.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { openBundle, timesOf } from './why-profiles-read.mjs'

const { values } = parseArgs({
  options: {
    packages: { type: 'string' },
    rounds: { type: 'string', default: '10' },
    batches: { type: 'string', default: '3' },
    node: { type: 'string', default: execPath },
    only: { type: 'string' },
    interval: { type: 'string', default: '100' },
  },
})
const { packages, rounds, node } = values
if (packages === undefined || !existsSync(join(packages, 'node_modules'))) {
  console.error(
    'give --packages <folder>: one with the packages in its node_modules, see the head of this file',
  )
  process.exit(2)
}
const batches = Math.max(2, Number(values.batches))
const near = (name) => fileURLToPath(new URL(name, import.meta.url))
const folder = mkdtempSync(join(packages, 'why-profiles-'))
/** Not below /tmp: the engine gives each process one of its own. */
const left = mkdtempSync('/var/tmp/why-profiles-')
const ANSWER = 'exports.handler = async () => ({ ok: true })\n'

const FIVE = ['@aws-sdk/client-s3', 'express', 'zod', 'lodash', 'pdf-lib']
/** A function that does nothing but require what is named. */
const requiring = (...names) => names.map((name) => `require('${name}')\n`).join('') + ANSWER
const importing = (...names) =>
  `${names.map((name, at) => `import * as m${at} from '${name}'`).join('\n')}\nexport const handler = async () => ({ ok: Boolean(m0) })\n`

/** What a server that renders with Angular is bundled into, with a map or without. */
async function angularBundle(sourcemap) {
  const { outputFiles } = await build({
    stdin: {
      contents: `import '@angular/compiler'
import { renderApplication } from '@angular/platform-server'
import * as common from '@angular/common'
import * as router from 'rxjs'
export const handler = async () => ({ ok: Boolean(renderApplication && common && router) })`,
      resolveDir: packages,
    },
    outfile: join(folder, 'bundle.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
    sourcemap,
    logLevel: 'error',
  })
  return outputFiles.map(({ text }) => text)
}

/** `coldstart`, under the Node that is measured. */
function coldstart(words, options = {}) {
  const all = { cwd: folder, maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'pipe'], ...options }
  return execFileSync(node, [near('../bin/coldstart.js'), ...words, '--provider', 'lambda', '-q'], all)
}

/** So many profiled starts; the first batch of all learns what is required. @returns times by package, one a start */
function profile(handler, place, bundle) {
  const env = [
    `NODE_OPTIONS=--import=${near('why-profiles-preload.mjs')}`,
    `WHY_PROFILES=${place}`,
    `WHY_PROFILES_US=${values.interval}`,
  ]
  const start = (cold) =>
    coldstart(['bench', handler, '--cold', cold, '--warm', '0', ...env.flatMap((one) => ['--env', one])])
  if (!existsSync(join(place, 'requires.json'))) start('1')
  const isProfile = (name) => name.startsWith('profile-')
  for (const name of readdirSync(place).filter(isProfile)) rmSync(join(place, name))
  start(rounds)
  const names = readdirSync(place).filter(isProfile)
  return names.map((name) => timesOf(JSON.parse(readFileSync(join(place, name), 'utf8')), bundle))
}

const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

function sharesOf(times) {
  const whole = [...times.values()].reduce((sum, ms) => sum + ms, 0)
  return new Map([...times].map(([name, ms]) => [name, (100 * ms) / whole]))
}

/** Of starts: the median of each package, and what share of all medians that is. */
function medianShares(starts, kind) {
  const names = new Set(starts.flatMap((one) => [...one[kind].keys()]))
  return sharesOf(
    new Map([...names].map((name) => [name, middle(starts.map((one) => one[kind].get(name) ?? 0))])),
  )
}

/** What `why` says of packages and own modules: their evaluation, and all of their time. */
function explain(handler) {
  const words = ['why', handler, '--no-what-if', '--format', 'json', '--cold', rounds]
  const { load } = JSON.parse(coldstart(words))
  const times = { all: new Map(), bodies: new Map() }
  for (const { kind, name, phases, selfMs } of load.rows) {
    if (kind !== 'package' && kind !== 'own') continue
    const owner = kind === 'package' ? name : 'own'
    times.all.set(owner, (times.all.get(owner) ?? 0) + selfMs)
    times.bodies.set(owner, (times.bodies.get(owner) ?? 0) + phases.evaluateMs)
  }
  const bodies = sharesOf(times.bodies)
  return { all: sharesOf(times.all), bodies, clean: bodies, loadMs: load.loadMs }
}

function meanOf(maps) {
  const names = new Set(maps.flatMap((one) => [...one.keys()]))
  const mean = (name) => maps.reduce((sum, one) => sum + (one.get(name) ?? 0), 0) / maps.length
  return new Map([...names].map((name) => [name, mean(name)]))
}

const namesOf = (one, other) => [...new Set([...one.keys(), ...other.keys()])]
const apartBy = (one, other) => (name) => Math.abs((one.get(name) ?? 0) - (other.get(name) ?? 0))
const apart = (one, other) => Math.max(...namesOf(one, other).map(apartBy(one, other)))
/** Whose shares are farthest apart. */
function farthest(one, other) {
  const by = apartBy(one, other)
  const [name] = namesOf(one, other).toSorted((a, b) => by(b) - by(a))
  return `${name} ${(one.get(name) ?? 0).toFixed(1)} / ${(other.get(name) ?? 0).toFixed(1)}`
}
/** The farthest that two of several are apart. */
const spreadOf = (maps) =>
  Math.max(...maps.flatMap((one, at) => maps.slice(at + 1).map((other) => apart(one, other))))

function compare(name, { source, ending = 'cjs', map }) {
  const place = join(folder, name.replaceAll(' ', '-'))
  mkdirSync(place)
  const profiles = mkdtempSync(join(left, 'profiles-'))
  const handler = join(place, `handler.${ending}`)
  writeFileSync(handler, source)
  if (map) writeFileSync(`${handler}.map`, map)
  const bundle = map && openBundle(`handler.${ending}`, JSON.parse(map))
  const found = Array.from({ length: batches }, () => ({
    why: explain(handler),
    starts: profile(handler, profiles, bundle),
  }))
  const loadMs = middle(found.map(({ why }) => why.loadMs))
  // Of ES modules a stack does not say whose reading and compiling Node is at.
  const kinds = ending === 'mjs' || map ? ['bodies', 'clean'] : ['bodies', 'clean', 'all']
  const cells = kinds.map((kind) => {
    const why = found.map((one) => one.why[kind])
    const seen = found.map(({ starts }) => medianShares(starts, kind))
    const figures = [apart(meanOf(why), meanOf(seen)), spreadOf(seen), spreadOf(why)]
    return { kind, figures: figures.map((figure) => figure.toFixed(1)), why: meanOf(why), seen: meanOf(seen) }
  })
  const [{ why, seen }] = cells
  const most = [...why].sort((a, b) => b[1] - a[1]).slice(0, 4)
  const words = most.map(([of, share]) => `${of} ${share.toFixed(1)} / ${(seen.get(of) ?? 0).toFixed(1)}`)
  const columns = ['bodies', 'clean', 'all'].map(
    (kind) => cells.find((one) => one.kind === kind)?.figures.join(' · ') ?? '',
  )
  const all = cells.find((one) => one.kind === 'all')
  if (all) words.push(`of everything farthest ${farthest(all.why, all.seen)}`)
  console.log(`| ${name}, ${loadMs.toFixed(0)} ms | ${columns.join(' | ')} | ${words.join(', ')} |`)
}

/** Made when they are measured: not every folder has all that they take. */
const functions = {
  'client-s3': () => ({ source: requiring('@aws-sdk/client-s3') }),
  express: () => ({ source: requiring('express') }),
  zod: () => ({ source: requiring('zod') }),
  lodash: () => ({ source: requiring('lodash') }),
  'pdf-lib': () => ({ source: requiring('pdf-lib') }),
  'all five': () => ({ source: requiring(...FIVE) }),
  'all five by import': () => ({ source: importing(...FIVE), ending: 'mjs' }),
  'Angular bundle': async () => ({ source: (await angularBundle(false))[0] }),
  'Angular bundle with map': async () => {
    const [map, source] = await angularBundle('external')
    return { source, map }
  },
}
try {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
  console.log(
    `${version}, ${batches} batches of ${rounds} rounds; farthest apart · two batches of profiles · two of why, points; shares in percent, why / profile`,
  )
  console.log('| load | evaluation | without garbage | everything | most of evaluation |')
  for (const [name, one] of Object.entries(functions))
    if (values.only === undefined || values.only === name) compare(name, await one())
} finally {
  for (const one of [folder, left]) rmSync(one, { recursive: true, force: true })
}
