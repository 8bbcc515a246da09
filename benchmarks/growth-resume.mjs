// A run of a million samples that goes on: all but a few of its warm requests to ten addresses of this machine are in its
// file, made of the first that a killed run recorded, and `coldstart resume` sends the rest and reports the whole. Peak
// memory and CPU seconds of that command for each size.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { bin, meter, startServer } from './growth-meter.mjs'

/** As a run of warm invocations alone is planned. */
const ROUNDS = 10
/** One may have 100,000 warm invocations. */
const TARGETS = Array.from({ length: 10 }, (_, number) => `t${number}`)
/** Of each target in its last round. */
const LEFT = 5

/** @returns what `meter` does, of a resumed run of so many samples, a multiple of a hundred */
export async function measureResume(samples) {
  const cwd = mkdtempSync(join(tmpdir(), 'coldstart-growth-'))
  const server = await startServer()
  try {
    await makeStopped(cwd, server.url, samples)
    return meter(cwd, ['resume', '-q'])
  } finally {
    server.stop()
    rmSync(cwd, { recursive: true, force: true })
  }
}

/** Begins a run, kills it, and fills its file up. */
async function makeStopped(cwd, url, samples) {
  const warm = String(samples / TARGETS.length)
  const named = TARGETS.flatMap((name) => ['--target', `${name}=${url}${name}`])
  const argv = [bin, 'bench', ...named, '--cold', '0', '--warm', warm, '-q']
  const run = spawn(process.execPath, argv, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
  const exited = once(run, 'exit')
  let lines = []
  while (lines.length < 3) {
    if (run.exitCode !== null) throw new Error(`the run that was to be stopped ended with ${run.exitCode}`)
    await wait(200)
    lines = linesOf(join(cwd, 'results'))
  }
  run.kill('SIGKILL')
  await exited
  const folder = join(cwd, 'results')
  const [name] = readdirSync(folder).filter((file) => file.endsWith('.jsonl'))
  writeSamples(join(folder, name), lines[0], JSON.parse(lines[1]).sample, samples)
}

function linesOf(folder) {
  try {
    const [name] = readdirSync(folder).filter((file) => file.endsWith('.jsonl'))
    return readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1)
  } catch {
    return []
  }
}

function writeSamples(path, header, first, samples) {
  const fd = openSync(path, 'w')
  let text = `${header}\n`
  for (const [id, target, round] of samplesToMake(samples / TARGETS.length / ROUNDS)) {
    const waitMs = Math.round((1 + Math.random()) * 1000) / 1000
    const sample = { ...first, id, target, round, phases: { ...first.phases, waitMs } }
    text += `${JSON.stringify({ type: 'sample', sample })}\n`
    if (text.length < 1 << 20) continue
    writeSync(fd, text)
    text = ''
  }
  writeSync(fd, text)
  closeSync(fd)
}

function* samplesToMake(perRound) {
  for (let round = 0; round < ROUNDS; round++)
    for (const target of TARGETS) {
      const wanted = round === ROUNDS - 1 ? perRound - LEFT : perRound
      for (let number = 1; number <= wanted; number++)
        yield [`${round}.${target}.warm${number}`, target, round]
    }
}
