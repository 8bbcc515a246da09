import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Environment, RunFile } from '../../src/core/run-file.ts'
import { resumeRun } from '../../src/run/resume-run.ts'
import { createJournal } from '../../src/store/journal.ts'
import { readRunFile } from '../../src/store/read-run-file.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { scriptRun } from '../support/scripted-run.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const targets = [scriptedTarget('a'), scriptedTarget('b')]
const config = { cold: 3, warm: 6, idle: '15m', seed: 5 }

/** A run of 18 invocations of which `count` are in the file. */
async function stoppedRun(count: number) {
  const run = scriptRun(config, targets)
  const path = join(temporaryFolder(), 'run-1.jsonl')
  const journal = await createJournal(path, run.header)
  await run.execute({
    journal,
    onEvent: ({ type }) => {
      if (type === 'sample' && run.platform.log.length === count) run.controller.abort()
    },
  })
  const resume = (
    given: readonly (typeof targets)[number][] = targets,
    here: Partial<Environment> = {},
  ): Promise<RunFile> =>
    resumeRun(
      {
        path,
        toolVersion: '9.9.9',
        environment: async () => ({ ...run.header.environment, ...here }),
        prepare: async () => ({
          targets: given,
          deployments: [],
          providers: new Map([['scripted', run.platform.opened]]),
          remark: 'Deployed anew.',
        }),
      },
      {
        clock: run.clock,
        signal: new AbortController().signal,
        onEvent: () => {},
        startProber: async () => run.platform.prober,
      },
    )
  return { path, run, resume }
}

test('ends with every sample of the plan once, and a note that says when and by whom it was resumed', async () => {
  const { path, resume, run } = await stoppedRun(7)
  const resumed = await resume()
  const { run: onDisk, torn } = await readRunFile(path)
  expect(torn).toBeUndefined()
  expect(onDisk).toEqual(JSON.parse(JSON.stringify(resumed)))
  expect(new Set(onDisk.samples.map(({ id }) => id)).size).toBe(18)
  expect(run.platform.log).toHaveLength(18)
  expect(onDisk.footer?.samples).toBe(18)
  expect(onDisk.notes[0]).toMatchObject({
    kind: 'resumed',
    message: expect.stringMatching(
      /^Resumed by coldstart 9.9.9 with 7 samples, .* after the last. Deployed anew.$/,
    ),
  })
})

test('says that a torn last line was dropped, and measures that invocation again', async () => {
  const { path, resume } = await stoppedRun(7)
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, -30))
  const resumed = await resume()
  expect(resumed.notes[0]?.message).toMatch(/with 6 samples.*A torn last line of \d+ bytes was dropped/)
  expect(resumed.samples).toHaveLength(18)
})

test('refuses a run whose samples this version would not plan', async () => {
  const { path, resume } = await stoppedRun(2)
  const line = readFileSync(path, 'utf8').trimEnd().split('\n').at(-1) ?? ''
  appendFileSync(path, `${line.replace(/"id":"[^"]+"/, '"id":"77.a.cold"')}\n`)
  await expect(resume()).rejects.toMatchObject({
    code: 'plan-changed',
    message: expect.stringContaining('77.a.cold'),
  })
})

test('a cold start that was forced again, which no plan knows beforehand, does not keep a run from going on', async () => {
  const { path, resume } = await stoppedRun(2)
  const line = readFileSync(path, 'utf8').trimEnd().split('\n').at(-1) ?? ''
  appendFileSync(path, `${line.replace(/"id":"[^"]+"/, '"id":"0.a.cold.again1"')}\n`)
  expect((await resume()).samples).toHaveLength(19)
})

test('refuses to go on without one of its targets', async () => {
  const { resume } = await stoppedRun(2)
  await expect(resume([scriptedTarget('a')])).rejects.toMatchObject({ code: 'plan-changed' })
})

test('goes on with a file of the time when facts were untyped details', async () => {
  const { path, resume } = await stoppedRun(7)
  const [first = '', ...rest] = readFileSync(path, 'utf8').split('\n')
  const header = JSON.parse(first)
  for (const target of header.targets) target.details = { freshlyDeployed: false, qualifier: '3' }
  writeFileSync(path, [JSON.stringify(header), ...rest].join('\n'))
  const resumed = await resume()
  expect(resumed.samples).toHaveLength(18)
  expect(resumed.header.targets[0]).toMatchObject({
    facts: { freshlyDeployed: false },
    handle: { qualifier: '3' },
  })
})

test.each<{ name: string; here: Partial<Environment>; said: RegExp }>([
  { name: 'another processor', here: { cpu: 'another' }, said: /machine: .* against another/ },
  { name: 'another count of CPUs', here: { cpus: 8 }, said: /8 CPUs/ },
  { name: 'another memory class', here: { memoryMb: 4096 }, said: /4 GB/ },
  { name: 'another system', here: { os: 'Darwin 24.1.0' }, said: /Darwin/ },
  { name: 'another architecture', here: { arch: 'arm64' }, said: /arm64/ },
  { name: 'another Node', here: { node: '22.20.0' }, said: /Node: 20.20.0 against 22.20.0/ },
  { name: 'another place', here: { location: 'at home' }, said: /place: not stated against at home/ },
])('is not resumed with $name, and the file stays as it was', async ({ here, said }) => {
  const { path, resume } = await stoppedRun(2)
  const before = readFileSync(path, 'utf8')
  await expect(resume(targets, here)).rejects.toMatchObject({
    code: 'resumed-elsewhere',
    message: expect.stringMatching(said),
  })
  expect(readFileSync(path, 'utf8')).toBe(before)
})

test('is resumed after a kernel update and on what is sold as the same memory', async () => {
  const { resume } = await stoppedRun(2)
  const { samples } = await resume(targets, { os: 'test 2', memoryMb: 1000 })
  expect(samples).toHaveLength(18)
})
