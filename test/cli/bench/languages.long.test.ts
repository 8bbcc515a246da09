import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { platform } from 'node:process'
import { describe, expect, it, onTestFinished } from 'vitest'
import { writeProject } from '../../engine/support/own-function.ts'
import { runCliAndKill } from '../../support/run-cli.ts'
import { failuresOf } from '../../support/sample-failures.ts'

/** Their names for `--runtime`, of what is on this machine; the others are skipped, and named. */
const versionOf = (program: string, pattern: RegExp) =>
  pattern.exec(spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1]
const python = versionOf('python3', /Python (3\.\d+)/)
const ruby = versionOf('ruby', /ruby (\d\.\d+)/)
const here = [python && `python${python}`, ruby && `ruby${ruby}`].filter(
  (one) => one !== undefined && one !== '',
)
const missing = [...(python ? [] : ['python3']), ...(ruby ? [] : ['ruby'])]
const skipped = missing.length > 0 ? ` (skipped: ${missing.join(', ')})` : ''

const SOURCES = {
  'a.py': 'def handler(event, context):\n    return 1\n',
  'b.py': 'import decimal\ndef handler(event, context):\n    return 2\n',
}

/** The samples of a folder's one run, as far as they are written. */
function samplesIn(cwd: string) {
  const folder = join(cwd, 'results')
  const run = readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? ''
  const lines = readFileSync(join(folder, run), 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'))
  return lines.flatMap((line) => JSON.parse(line).sample ?? [])
}

async function bench(words: string, cwd = writeProject(SOURCES)) {
  const TMPDIR = mkdtempSync('/var/tmp/coldstart-test-')
  onTestFinished(() => rmSync(TMPDIR, { recursive: true, force: true }))
  const argv = ['bench', ...words.split(' '), '--format', 'json', '--samples']
  const { code, stdout, stderr } = await runCliAndKill(argv, { cwd, env: { TMPDIR } })
  expect([code, stderr.match(/^error.*/m)]).toEqual([0, null])
  return JSON.parse(stdout)
}

describe.runIf(platform === 'linux' && here.length > 0)(`functions in other languages${skipped}`, () => {
  it(`are set side by side on a cold disk, each proven cold and taken apart: ${here.join(', ')}`, async () => {
    const words = `--provider lambda --runtime ${here.join(',')} --cold 3 --warm 1 --cold-disk=all`
    const { targets, samples, environment } = await bench(words)
    expect(targets).toHaveLength(here.length)
    const colds = samples.filter(({ observed }: { observed: string }) => observed === 'cold')
    expect(colds.length).toBeGreaterThanOrEqual(here.length)
    for (const one of colds) {
      expect(one.flags).toContain('cold-disk')
      expect(one.instance.reads.diskBytes).toBeGreaterThan(0)
      expect(Object.keys(one.instance)).toEqual(expect.arrayContaining(['bootMs', 'loadMs', 'handlerMs']))
    }
    // Another program that uses the same runtime keeps its pages in memory, so a single cold start may read little of it.
    for (const { id } of targets) {
      const diskBytes = colds
        .filter(({ target }: { target: string }) => target === id)
        .map(({ instance }: { instance: { reads: { diskBytes: number } } }) => instance.reads.diskBytes)
      expect(Math.max(...diskBytes)).toBeGreaterThan(100_000)
    }
    for (const words of Object.values<string>(environment.coldDisks))
      expect(words).toMatch(/its program, \d+ shared libraries, \d+ files of its standard library/)
  })

  it.runIf(python)('are compared in pairs, two Python functions in one run', async () => {
    const { comparisons, targets } = await bench('before=a.py after=b.py --cold 2 --warm 1')
    expect(targets.map(({ id }: { id: string }) => id)).toEqual(['before', 'after'])
    expect(comparisons.length).toBeGreaterThan(0)
  })

  it.runIf(python)('go on after a kill, where the run was stopped', async () => {
    const cwd = writeProject(SOURCES)
    const argv = 'bench before=a.py after=b.py --cold 3 --warm 1'.split(' ')
    await runCliAndKill(argv, {
      cwd,
      listen: (kill) => {
        const timer = setInterval(() => {
          try {
            if (samplesIn(cwd).length < 3) return
          } catch {
            return
          }
          clearInterval(timer)
          void kill()
        }, 20)
        onTestFinished(() => clearInterval(timer))
      },
    })
    const before = samplesIn(cwd).map(({ id }: { id: string }) => id)
    const { code, stderr } = await runCliAndKill(['resume'], { cwd })
    expect(code, stderr).toBe(0)
    const after = samplesIn(cwd)
    expect(after.map(({ id }: { id: string }) => id).slice(0, before.length)).toEqual(before)
    expect(new Set(after.map(({ id }: { id: string }) => id)).size).toBe(after.length)
    expect(failuresOf(after)).toEqual([])
  })
})
