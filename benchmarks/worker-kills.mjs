/**
 * Kills the coordinator, three workers and Redis in the middle of a run, and counts at the probed server what was sent.
 *   node benchmarks/worker-kills.mjs [--kills 30] [--targets 120] [--freezes 6] [--idle 75s] [--seed 1]
 * Every sample has a path and a vantage point of its own, so a request that was sent twice shows. Some workers are
 * stopped over a request for longer than their lock, while another is there. Needs redis-server.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { seededRandom, shuffled } from '../dist/modules/core/random.js'
import { findings } from './worker-kills-findings.mjs'
import { openProcesses } from './worker-kills-processes.mjs'
import { freePort, startProbed } from './worker-kills-server.mjs'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '30' },
    targets: { type: 'string', default: '120' },
    freezes: { type: 'string', default: '6' },
    idle: { type: 'string', default: '75s' },
    seed: { type: 'string', default: '1' },
  },
})
const [kills, targets, freezes] = [values.kills, values.targets, values.freezes].map(Number)
const VANTAGES = ['fra1', 'iad1', 'nrt1']
const KILLED = ['coordinator', ...VANTAGES]
const LOCK_MS = 2000
const random = seededRandom(Number(values.seed))
const folder = mkdtempSync(join(tmpdir(), 'coldstart-kills-'))
const probed = await startProbed(random)
const processes = openProcesses({
  folder,
  redisPort: await freePort(),
  vantages: VANTAGES,
  targets,
  origin: probed.origin,
  idle: values.idle,
  lockMs: LOCK_MS,
})
const { running, runFile, isFinished, start, kill } = processes

/**
 * Stops a worker while its request is on the way, until another at its place has taken the lock for lost and the
 * coordinator has the sample as void; then the first goes on, with a reply in hand.
 * @returns the sample; undefined where the worker sent none
 */
async function freeze(vantage) {
  const key = await probed.nextFrom(vantage)
  if (key === undefined) return undefined
  running[vantage].kill('SIGSTOP')
  const other = processes.startAnother(vantage)
  const isVoid = (line) => line.includes(`"target":"${key}"`) && line.includes('"kind":"void"')
  for (let n = 0; n < 60 && !runFile().text.split('\n').some(isVoid); n++) await pause(500)
  running[vantage].kill('SIGCONT')
  await pause(500)
  other.kill('SIGKILL')
  await other.ended
  return key
}

/** Kills at random moments. @returns how often each was, and the samples over which a worker was stopped */
async function killAll() {
  const done = Object.fromEntries([...KILLED, 'redis'].map((who) => [who, 0]))
  const frozen = []
  const victims = shuffled(
    KILLED.flatMap((who) => Array(kills).fill(who)),
    random,
  )
  for (const [index, who] of victims.entries()) {
    await pause(200 + random() * 1800)
    if (isFinished()) break
    if (index === Math.floor(victims.length / 2)) {
      await kill('redis')
      done.redis++
      await pause(300)
      start('redis')
    }
    if (frozen.length < freezes && index >= (frozen.length * victims.length) / freezes) {
      const stopped = await freeze(VANTAGES[frozen.length % VANTAGES.length])
      if (stopped !== undefined) frozen.push(stopped)
    }
    await kill(who)
    done[who]++
    start(who)
  }
  return { done, frozen }
}

start('redis')
await pause(500)
for (const vantage of VANTAGES) start(vantage)
await pause(4000)
start('coordinator')
while (!runFile()?.text.includes('\n')) await pause(50)
const seen = await killAll()
while (!isFinished()) {
  // Whoever found no Redis as it began has ended by itself.
  for (const who of KILLED) if (running[who].exitCode !== null) start(who)
  await pause(500)
}
await pause(LOCK_MS * 2)
for (const who of [...KILLED, 'redis']) await kill(who).catch(() => {})
probed.close()

const expected = { samples: targets * VANTAGES.length, kills, freezes }
const { said, problems } = findings(runFile().text, expected, { hits: probed.hits, ...seen })
for (const line of said) console.log(line)
for (const problem of problems) console.log(`PROBLEM ${problem}`)
if (problems.length === 0) {
  console.log('no sample lost, none doubled, none sent twice')
  rmSync(folder, { recursive: true, force: true })
} else {
  console.log(`kept in ${folder}`)
  process.exitCode = 1
}
