import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { Result } from '../src/core/result.ts'
import { systemClock } from '../src/core/system-clock.ts'
import { runInProcess } from './support/run-in-process.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const examples = fileURLToPath(new URL('../examples', import.meta.url))

it("each handler runs under its platform's contract", async () => {
  const line = ['--cold', '1', '--warm', '2', '--idle', '1ms', '--format', 'json', '--samples', '-q']
  const names = ['lambda', 'vercel', 'netlify']
  const cwd = temporaryFolder()
  // Each in a folder of its own: a function's package is what lies beside the nearest package.json.
  for (const name of names) {
    mkdirSync(join(cwd, name))
    copyFileSync(`${examples}/${name}.mjs`, join(cwd, name, `${name}.mjs`))
  }
  const functions = names.map((name) => ({ name, entry: `${name}/${name}.mjs`, provider: name }))
  writeFileSync(join(cwd, 'coldstart.config.json'), JSON.stringify({ functions }))
  const { code, stdout, stderr } = await runInProcess(['bench', ...line], { cwd, clock: systemClock })
  expect(code, stderr).toBe(0)
  const { summaries, samples, targets } = JSON.parse(stdout) as Result
  expect(targets.map(({ facts }) => facts?.function?.contract)).toEqual(names)
  expect(summaries).toMatchObject(names.map((target) => ({ target, errors: {} })))
  expect(samples.filter(({ error }) => error)).toEqual([])
  expect(samples.length).toBeGreaterThanOrEqual(9)
})

it('the configuration file is one that bench takes', async () => {
  const argv = ['bench', '--config', `${examples}/coldstart.config.json`, '--dry-run']
  const { code, stdout, stderr } = await runInProcess(argv)
  expect(code, stderr).toBe(0)
  expect(stdout).toContain('3 targets')
})

it('the statistics from code say by what share a change made cold starts slower', async () => {
  const { answer } = await import(`${examples}/statistics.mjs`)
  expect(answer).toMatchObject({ beforeMs: 213.5, afterMs: 250 })
  expect(answer.ratioInterval.lower).toBeGreaterThan(1)
})

it('every file of examples/ is run here or read by people', () => {
  expect(readdirSync(examples).sort()).toEqual([
    'README.md',
    'cleanup',
    'coldstart.config.json',
    'lambda.mjs',
    'netlify.mjs',
    'notify',
    'queue',
    'statistics.mjs',
    'vercel.mjs',
  ])
})
