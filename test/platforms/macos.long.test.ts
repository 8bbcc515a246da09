import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { until } from '../engine/support/test-engine.ts'
import { homeIn } from '../support/home-in.ts'
import { countSamples } from '../support/recorded-samples.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// What this proves: our code where the system calls itself Darwin: locks by election, no namespaces, no /proc, a long
// TMPDIR. What it does not: macOS itself, its clocks, its file system that ignores case.
const bin = resolve(import.meta.dirname, '../../bin/coldstart.js')
const preload = resolve(import.meta.dirname, 'as-macos.mjs')

/** As long as those of macOS are: /var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T/, and more. */
function longTmpdir(): string {
  const folder = temporaryFolder().padEnd(99, '/very_long_name_of_a_folder').replace(/\/$/, '_')
  mkdirSync(folder, { recursive: true })
  expect(folder.length).toBeGreaterThanOrEqual(99)
  return folder
}

function start(words: readonly string[], cwd: string, tmpdir: string) {
  const child = spawn(process.execPath, ['--import', preload, bin, ...words], {
    cwd,
    env: { PATH: process.env.PATH, ...homeIn(cwd), TMPDIR: tmpdir, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '' }
  child.stdout.on('data', (text) => {
    written.stdout += text
  })
  child.stderr.on('data', (text) => {
    written.stderr += text
  })
  return { child, written, ended: once(child, 'close').then(([code]) => code as number | null) }
}

const run = async (...given: Parameters<typeof start>) => {
  const started = start(...given)
  return { code: await started.ended, ...started.written }
}

const bench = (idle: string) => [
  'bench',
  '--provider',
  'lambda',
  '--cold',
  '3',
  '--warm',
  '3',
  '--idle',
  idle,
]

it('measures, each cold start proven, with a TMPDIR too long for a socket', async () => {
  const [cwd, tmpdir] = [temporaryFolder(), longTmpdir()]
  const { code, stdout, stderr } = await run([...bench('300ms'), '--format', 'json'], cwd, tmpdir)
  expect({ code, stderr }).toMatchObject({ code: 0 })
  const { summaries, environment } = JSON.parse(stdout)
  expect(environment.os).toContain('Darwin')
  expect(environment.runtimes.lambda).toContain('/tmp shared with this machine')
  const [{ cold, errors }] = summaries
  // This machine may have been too busy to time some of them.
  expect(Object.keys(errors).filter((kind) => kind !== 'client')).toEqual([])
  expect(cold[0]).toMatchObject({ coldBy: 'idle', observed: 3 - cold[0].errors })
  expect(cold[0].observed).toBeGreaterThan(0)
  expect(readdirSync(tmpdir)).toEqual([])
})

it('is killed, leaves nothing, turns a second writer with another TMPDIR away, and goes on', async () => {
  const [cwd, tmpdir] = [temporaryFolder(), longTmpdir()]
  // Long enough that the second writer finds the first one at work.
  const killed = start(bench('6s'), cwd, tmpdir)
  await until(() => countSamples(cwd) >= 3, 'three samples are recorded')
  killed.child.kill('SIGKILL')
  await killed.ended
  await until(() => readdirSync(tmpdir).length === 0, 'the folder of the engine is gone')

  const goingOn = start(['resume', '--format', 'json'], cwd, longTmpdir())
  const before = countSamples(cwd)
  await until(() => countSamples(cwd) > before, 'the run goes on')
  const second = await run(['resume'], cwd, longTmpdir())
  expect(second.code).not.toBe(0)
  expect(second.stderr).toMatch(/being (written|measured) by another coldstart/)
  expect(await goingOn.ended).toBe(0)
  const { summaries } = JSON.parse(goingOn.written.stdout)
  expect(summaries[0].cold[0]).toMatchObject({ intended: 3 })
})
