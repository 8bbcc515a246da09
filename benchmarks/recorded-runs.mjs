// What 1,000 and 10,000 recorded runs cost the commands that name or list them: wall time of the built CLI, with the
// index and without it. Growth is the exponent of time beyond that of a folder with one run: 1 is linear.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const cli = join(root, 'bin', 'coldstart.js')
const LIMIT_MS = 400
const REPEATS = 7
const recorded = join(root, 'results', 'recorded')
const sample = readFileSync(join(recorded, readdirSync(recorded)[0] ?? ''), 'utf8')
const header = JSON.parse(sample.slice(0, sample.indexOf('\n')))

const idOf = (index) => `${stamp(index).slice(0, 19).replaceAll(':', '')}-${String(index).padStart(5, '0')}`
const stamp = (index) => new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString()

function folderOf(count) {
  const cwd = mkdtempSync(join(tmpdir(), 'coldstart-runs-'))
  mkdirSync(join(cwd, 'results'))
  for (let index = 0; index < count; index++) {
    const head = JSON.stringify({ ...header, run: idOf(index), startedAt: stamp(index) })
    writeFileSync(join(cwd, 'results', `${idOf(index)}.jsonl`), head + sample.slice(sample.indexOf('\n')))
  }
  return cwd
}

function timeMs(cwd, argv) {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [cli, ...argv], { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`coldstart ${argv.join(' ')} ended with ${status}: ${stderr}`)
  return performance.now() - start
}

function bestMs(cwd, argv, before = () => {}) {
  const times = Array.from({ length: REPEATS }, () => {
    before()
    return timeMs(cwd, argv)
  })
  return Math.min(...times)
}

function measure(count) {
  const cwd = folderOf(count)
  const dropIndex = () => rmSync(join(cwd, '.coldstart'), { recursive: true, force: true })
  const id = idOf(count - 1)
  try {
    timeMs(cwd, ['runs'])
    return {
      'report <id>': bestMs(cwd, ['report', id]),
      'report latest': bestMs(cwd, ['report', 'latest']),
      'compare <id> latest': bestMs(cwd, ['compare', idOf(0), 'latest']),
      runs: bestMs(cwd, ['runs']),
      'runs, no index': bestMs(cwd, ['runs'], dropIndex),
    }
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

const [one, few, many] = [1, 1000, 10_000].map(measure)
console.log(`best of ${REPEATS} runs of the CLI, ms; to hold with the index: ${LIMIT_MS} ms at 10,000`)
console.log('command                    1 run   1,000  10,000  growth')
for (const [name, ms] of Object.entries(many)) {
  const beyond = (time) => Math.max(1, time - one[name])
  const growth = Math.log10(beyond(ms) / beyond(few[name]))
  const columns = [one[name], few[name], ms].map((value) => value.toFixed(0).padStart(8)).join('')
  console.log(`${name.padEnd(24)}${columns}${growth.toFixed(2).padStart(8)}`)
  if (!name.includes('no index') && ms > LIMIT_MS) {
    console.log(`${name} takes ${ms.toFixed(0)} ms, more than ${LIMIT_MS} ms`)
    process.exitCode = 1
  }
}
