// Kills the real CLI (SIGKILL) at random moments and resumes it, again and again, against a server on loopback.
// No completed sample may be lost, none repeated, and every run must end in its plan.
// node test/soak/kill-resume.mjs [--kills 200] [--seed 1] [--side-by-side 2]; needs a built dist/.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const cli = fileURLToPath(new URL('../../bin/coldstart.js', import.meta.url))
const options = {
  kills: { type: 'string', default: '200' },
  seed: { type: 'string', default: '1' },
  'side-by-side': { type: 'string', default: '2' },
}
const { values } = parseArgs({ options })
const wantedKills = Number(values.kills)

/** A share of the kills comes while the process starts; the others at a random moment of the run itself. */
const KILLED_AT_START = 0.1
const LONGEST_START_MS = 400
const LONGEST_RUN_MS = 700

let state = Number(values.seed) >>> 0
function random() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}

const hits = new Map()
const server = createServer((request, response) => {
  const run = new URL(request.url, 'http://loopback').pathname.split('/')[1]
  hits.set(run, (hits.get(run) ?? 0) + 1)
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end('{"message":"Hello"}')
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const origin = `http://127.0.0.1:${server.address().port}`

const runningChildren = new Set()

function start(cwd, args) {
  const child = spawn(process.execPath, [cli, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
  runningChildren.add(child)
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-2000)
  })
  const ended = new Promise((done) =>
    child.on('close', (code, signal) => {
      runningChildren.delete(child)
      done({ code, signal, errors })
    }),
  )
  return { child, ended }
}

function benchArgs(name) {
  const targets = ['a', 'b'].flatMap((target) => ['--target', `${target}=${origin}/${name}/${target}`])
  return ['bench', ...targets, '--cold', '5', '--warm', '10', '--idle', '60ms', '--seed', '7', '--quiet']
}

function journalOf(cwd) {
  const folder = join(cwd, 'results')
  try {
    const name = readdirSync(folder).find((file) => file.endsWith('.jsonl'))
    return name && { id: name.slice(0, -'.jsonl'.length), text: readFileSync(join(folder, name), 'utf8') }
  } catch {
    return undefined
  }
}

/** The part of a journal that must never change again. */
function completePart(text) {
  return text.slice(0, text.lastIndexOf('\n') + 1)
}

function sampleIds(text) {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  return lines.flatMap((line) => (line.type === 'sample' ? [line.sample.id] : []))
}

function linesBefore(cwd) {
  return journalOf(cwd)?.text.split('\n').length ?? 0
}

/** Kills the process at a random moment; true when it was killed before it ended by itself. */
async function killAtRandom({ child, ended }, cwd) {
  let over = false
  ended.then(() => {
    over = true
  })
  if (random() < KILLED_AT_START) await delay(random() * LONGEST_START_MS)
  else {
    const before = linesBefore(cwd)
    while (!over && linesBefore(cwd) === before) await delay(2)
    await delay(random() * LONGEST_RUN_MS)
  }
  child.kill('SIGKILL')
  return (await ended).signal === 'SIGKILL'
}

function check(condition, message) {
  if (!condition) throw new Error(message)
}

const tally = { kills: 0, runs: 0, torn: 0, beforeHeader: 0, samples: 0 }

/** One run, killed up to five times, then resumed to its end. */
async function oneRun(name, expected) {
  const cwd = mkdtempSync(join(tmpdir(), 'coldstart-soak-'))
  let kills = 0
  let kept = ''
  let args = benchArgs(name)
  for (let turn = 0; turn < 5 && tally.kills < wantedKills; turn++) {
    const killed = await killAtRandom(start(cwd, args), cwd)
    const journal = journalOf(cwd)
    if (killed) {
      kills++
      tally.kills++
    }
    if (!journal?.text.includes('\n')) {
      tally.beforeHeader++
      rmSync(join(cwd, 'results'), { recursive: true, force: true })
      continue
    }
    check(journal.text.startsWith(kept), `${name}: a line that was on disk has changed after kill ${kills}`)
    if (!journal.text.endsWith('\n')) tally.torn++
    kept = completePart(journal.text)
    args = ['resume', journal.id, '--quiet']
    if (kept.includes('"type":"footer"')) break
  }
  if (!kept.includes('"type":"footer"')) {
    const { code, errors } = await start(cwd, args).ended
    check(code === 0, `${name}: ended with ${code}\n${errors}`)
  }
  verify(name, journalOf(cwd).text, kept, kills, expected)
  tally.runs++
  rmSync(cwd, { recursive: true, force: true })
}

function verify(name, text, kept, kills, expected) {
  check(text.startsWith(kept), `${name}: a line that was on disk has changed`)
  const ids = sampleIds(text)
  check(new Set(ids).size === ids.length, `${name}: a sample was repeated`)
  if (expected)
    check(JSON.stringify(ids) === JSON.stringify(expected), `${name}: not the plan: ${ids.join(' ')}`)
  check(text.match(/"type":"footer"/g)?.length === 1, `${name}: not exactly one footer`)
  const served = hits.get(name) ?? 0
  check(served >= ids.length, `${name}: ${ids.length} samples of ${served} invocations`)
  check(
    served <= ids.length + kills,
    `${name}: ${served} invocations for ${ids.length} samples and ${kills} kills`,
  )
  tally.samples += ids.length
}

async function uninterrupted() {
  const cwd = mkdtempSync(join(tmpdir(), 'coldstart-soak-'))
  const { code, errors } = await start(cwd, benchArgs('reference')).ended
  check(code === 0, `the reference run ended with ${code}\n${errors}`)
  const ids = sampleIds(journalOf(cwd).text)
  check(ids.length === 30, `the reference run has ${ids.length} samples`)
  rmSync(cwd, { recursive: true, force: true })
  return ids
}

async function lane(number, expected) {
  for (let run = 0; tally.kills < wantedKills; run++) await oneRun(`run-${number}-${run}`, expected)
}

const began = performance.now()
try {
  const expected = await uninterrupted()
  await Promise.all(
    Array.from({ length: Number(values['side-by-side']) }, (_, number) => lane(number, expected)),
  )
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  const { kills, runs, samples, torn, beforeHeader } = tally
  console.log(
    `${kills} kills of ${runs} runs in ${seconds} s: ${samples} samples, none lost, none repeated, every run in its plan (${torn} torn last lines, ${beforeHeader} killed before the header).`,
  )
} catch (error) {
  console.error(`kill-resume: ${error.message}`)
  process.exitCode = 1
} finally {
  for (const child of runningChildren) child.kill('SIGKILL')
  server.close()
  server.closeAllConnections()
}
