// node benchmarks/why-profiles.mjs --packages <folder> [--rounds 5] [--node <path>]: real packages, where `coldstart why` says that
// their load goes beside where V8's own sampling profile (--cpu-prof) of the same load says so. The folder has
// @aws-sdk/client-s3, express, zod, lodash, pdf-lib, and for the bundle @angular/platform-server, in node_modules.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const { values } = parseArgs({
  options: {
    packages: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    node: { type: 'string', default: execPath },
  },
})
const rounds = Number(values.rounds)
const { node } = values
const bin = fileURLToPath(new URL('../bin/coldstart.js', import.meta.url))
const folder = mkdtempSync(join(values.packages, 'why-profiles-'))
const ANSWER = 'exports.handler = async () => ({ ok: true })\n'

/** A function that does nothing but require what is named. */
const requiring = (...names) => names.map((name) => `require('${name}')\n`).join('') + ANSWER

async function angularBundle() {
  const { outputFiles } = await build({
    stdin: {
      contents: `import '@angular/compiler'
import { renderApplication } from '@angular/platform-server'
import * as common from '@angular/common'
import * as router from 'rxjs'
export const handler = async () => ({ ok: Boolean(renderApplication && common && router) })`,
      resolveDir: values.packages,
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0].text
}

/** The package that a file is of; the file itself where it is the function's own. */
function packageOf(path) {
  const found = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)
  return found ? found[1] : 'own'
}

const isFile = (url) => url.startsWith('/') || url.startsWith('file:')
/** Not Node's loader of its own modules: what a body makes Node load by touching `ReadableStream` is its evaluation. */
const isLoader = (url) => url.startsWith('node:internal/modules')

/**
 * By the id of a node of the profile: the package of the module whose body is at work there. A body is the first frame
 * below Node's loader; what it calls in other packages is its evaluation too. None in the loader: whose reading and
 * compiling that is, a stack does not tell.
 */
function bodiesOf(nodes) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const owners = new Map()
  const visit = (one, above, caller) => {
    const { url } = one.callFrame
    const isBody = isFile(url) && (above === undefined || isLoader(caller))
    const owner = isBody ? packageOf(url) : isLoader(url) ? undefined : above
    owners.set(one.id, owner)
    for (const child of one.children ?? []) visit(byId.get(child), owner, url || caller)
  }
  visit(nodes[0], undefined, '')
  const isGarbage = ({ callFrame }) => callFrame.functionName === '(garbage collector)'
  return { owners, garbage: new Set(nodes.filter(isGarbage).map(({ id }) => id)) }
}

/** So many profiles for each round of `why`: they take a tenth of its time. */
const PROFILES = 3

/** A sample stands for that long at most: what is longer, this machine stood still. */
const LONGEST_US = 1000

/**
 * By package: the share of the samples in the bodies of its modules; with the garbage that is collected given to who was
 * at work before, and without it. When that is, is chance: another process has other garbage by then.
 */
function profileShares(handler) {
  const place = mkdtempSync(join(folder, 'profile-'))
  const load = `require(${JSON.stringify(handler)})`
  const words = ['--cpu-prof', '--cpu-prof-interval', '100', '--cpu-prof-dir', place, '-e', load]
  execFileSync(node, words, { stdio: 'pipe' })
  const [name] = readdirSync(place)
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(place, name), 'utf8'))
  const { owners, garbage } = bodiesOf(nodes)
  const times = { whole: new Map(), clean: new Map() }
  let last
  for (const [index, id] of samples.entries()) {
    const owner = garbage.has(id) ? last : owners.get(id)
    last = owner
    if (owner === undefined) continue
    // A delta passed before its sample; what a sample stands for passes after it.
    const us = Math.min(timeDeltas[index + 1] ?? 0, LONGEST_US)
    for (const of of garbage.has(id) ? [times.whole] : [times.whole, times.clean])
      of.set(owner, (of.get(owner) ?? 0) + us)
  }
  return { whole: sharesOf(times.whole), clean: sharesOf(times.clean) }
}

/** The same of what `why` says: evaluation alone, of packages and own modules. */
function whyShares(handler) {
  const words = ['why', handler, '--provider', 'lambda', '--no-what-if', '--format', 'json', '-q']
  const options = { cwd: folder, maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'ignore'] }
  const report = JSON.parse(execFileSync(node, [bin, ...words, '--cold', String(rounds)], options))
  const times = new Map()
  for (const { kind, name, phases } of report.load.rows) {
    const owner = kind === 'package' ? name : 'own'
    if (kind === 'package' || kind === 'own') times.set(owner, (times.get(owner) ?? 0) + phases.evaluateMs)
  }
  return { shares: sharesOf(times), loadMs: report.load.loadMs }
}

function sharesOf(times) {
  const whole = [...times.values()].reduce((sum, ms) => sum + ms, 0)
  return new Map([...times].map(([name, ms]) => [name, ms / whole]))
}

const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

const functions = {
  'client-s3': requiring('@aws-sdk/client-s3'),
  express: requiring('express'),
  zod: requiring('zod'),
  lodash: requiring('lodash'),
  'pdf-lib': requiring('pdf-lib'),
  'all five': requiring('@aws-sdk/client-s3', 'express', 'zod', 'lodash', 'pdf-lib'),
  'angular bundle': await angularBundle(),
}
/** What both say of a function that requires packages. */
function compare(name, source) {
  const place = join(folder, name.replace(' ', '-'))
  mkdirSync(place)
  const handler = join(place, 'handler.cjs')
  writeFileSync(handler, source)
  const { shares, loadMs } = whyShares(handler)
  const profiles = Array.from({ length: PROFILES * rounds }, () => profileShares(handler))
  const names = new Set([...shares.keys(), ...profiles.flatMap(({ whole }) => [...whole.keys()])])
  const percentOf = (kind, of) => 100 * middle(profiles.map((one) => one[kind].get(of) ?? 0))
  const found = [...names].map((of) => ({
    of,
    why: 100 * (shares.get(of) ?? 0),
    whole: percentOf('whole', of),
    clean: percentOf('clean', of),
  }))
  return { loadMs, found: found.sort((a, b) => b.why - a.why) }
}

try {
  console.log(
    `${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}, ${rounds} rounds; shares of evaluation in percent, why / profile / profile without its garbage`,
  )
  for (const [name, source] of Object.entries(functions)) {
    const { loadMs, found } = compare(name, source)
    const words = found
      .slice(0, 5)
      .map(
        ({ of, ...one }) =>
          `${of} ${[one.why, one.whole, one.clean].map((share) => share.toFixed(1)).join('/')}`,
      )
    const farthest = (kind) => Math.max(...found.map((one) => Math.abs(one.why - one[kind]))).toFixed(1)
    console.log(
      `${name}, ${(source.length / 1000).toFixed(0)} kB, ${loadMs.toFixed(0)} ms: farthest ${farthest('whole')} points, ${farthest('clean')} without garbage; ${words.join(', ')}`,
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
