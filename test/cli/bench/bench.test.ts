import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { main } from '../../../src/cli/main.ts'
import type { Result } from '../../../src/core/result.ts'
import { resultDocument as resultSchema } from '../../../src/core/result-document.ts'
import { type FakeIo, fakeIo } from '../../support/fake-io.ts'

let cwd: string
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'coldstart-bench-'))
})
afterEach(() => rm(cwd, { recursive: true, force: true }))

function bench(...argv: string[]): Promise<{ code: number; io: FakeIo }> {
  const io = fakeIo({ cwd })
  return main(['bench', ...argv], io).then((code) => ({ code, io }))
}

const small = ['--cold', '2', '--warm', '4']

describe('coldstart bench on the local engine', () => {
  it('prints a result document that satisfies the schema, every sample proven, and writes the same to results/', async () => {
    const { code, io } = await bench(...small, '--format', 'json', '--samples', '--quiet')
    expect(code).toBe(0)
    const result = resultSchema.parse(JSON.parse(io.written.stdout)) as Result
    expect(result.summaries.map(({ target }) => target)).toEqual(['lambda', 'vercel', 'netlify'])
    for (const { target, cold, warm, unplannedCold } of result.summaries) {
      const idle = cold.find(({ coldBy }) => coldBy === 'idle')
      expect(idle).toMatchObject({ intended: 2, observed: 2, errors: 0, inferred: 0 })
      // What this machine spoilt is an error, and counts in no figure.
      const spoilt = result.samples.filter(
        (one) => one.target === target && one.intended === 'warm' && one.error,
      )
      expect(warm.n + unplannedCold + spoilt.length).toBe(4)
      expect(idle?.wait.p50Ms).toBeGreaterThan(warm.p50Ms ?? Number.POSITIVE_INFINITY)
    }
    const timed = result.samples.filter(({ error }) => error?.kind !== 'client')
    const kinds = new Set(timed.map(({ evidence }) => evidence))
    expect([...kinds].filter((kind) => kind !== 'platform' && kind !== 'instance')).toEqual([])
    const files = (await readdir(join(cwd, 'results'))).filter((name) => name.endsWith('.json'))
    expect(files).toEqual([`${result.run.id}.json`])
    expect(JSON.parse(await readFile(join(cwd, 'results', files[0] ?? ''), 'utf8'))).toEqual(result)
  })

  it.each([
    [['--provider', 'lamda'], 'Did you mean lambda?'],
    [['--target', 'x=ftp://host/'], 'ftp is not http or https'],
    [['--idle', '5x'], '"5x" is not a duration'],
    [['--format', 'jsn'], 'Did you mean --format json?'],
    [['--budget', 'cold.p5 < 3ms'], 'column 6'],
    [['--provider', 'lambda', '--region', 'eu-west-1'], 'The local engine runs on this machine'],
    [['--fixture', '/nowhere', '--provider', 'lambda'], 'no function at /nowhere'],
    [['--provider', 'lambda', '--deploy', '--yes', '--function', './x.mjs'], 'There is no function at'],
    [['--provider', 'lambda', '--deploy', '--function', './x.mjs', '--dry-run'], 'There is no function at'],
  ])('refuses %j with exit code 2, and says what to do', async (args, said) => {
    const { code, io } = await bench(...args)
    expect({ code, stdout: io.written.stdout }).toEqual({ code: 2, stdout: '' })
    expect(io.written.stderr).toContain(said)
    expect(await readdir(cwd)).toEqual([])
  })

  it.each([
    [['--provider', 'lambda', '--lambda-mode', 'url'], '--lambda-mode has no effect'],
    [['--provider', 'vercel', '--deploy', '--yes', '--lambda-mode', 'url'], '--lambda-mode has no effect'],
    [['--provider', 'lambda', '--architecture', 'arm64'], '--architecture has no effect'],
    [['--provider', 'lambda', '--keep'], '--keep has no effect'],
    [['--target', 'x=http://127.0.0.1:9/', '--memory', '512'], '--memory has no effect'],
    [['--target', 'x=http://127.0.0.1:9/', '--replicas', '2'], '--replicas has no effect'],
    [['--target', 'x=http://127.0.0.1:9/', '--idle-ttl', '1s'], '--idle-ttl has no effect'],
    [['--max-cold', '20'], '--until-ci or --until-decided was not given, so --max-cold has no effect'],
    [['--export', 'handler'], '--export has no effect'],
    [['--deploy'], '--deploy does not say where to'],
    [['--deploy', '--target', 'x=http://127.0.0.1:9/'], '--deploy does not say where to'],
    [['--provider', 'lambda', '--deploy', '--local'], 'contradict each other'],
  ])('refuses %j, which it could only ignore, alone and as a dry run', async (args, said) => {
    for (const extra of [[], ['--dry-run']]) {
      const { code, io } = await bench(...args, ...extra)
      expect({ code, stdout: io.written.stdout }).toEqual({ code: 2, stdout: '' })
      expect(io.written.stderr).toContain(said)
    }
    expect(await readdir(cwd)).toEqual([])
  })

  it('warns before the run of a budget that its n cannot decide', async () => {
    const { io } = await bench(
      '--dry-run',
      '--cold',
      '10',
      '--budget',
      'cold.p95 < 1s',
      '--budget',
      'cold.p50 < 1s',
    )
    expect(io.written.stderr).toMatch(/"cold.p95 < 1s" needs \d+ samples .* the plan has 10/)
    expect(io.written.stderr).not.toContain('cold.p50')
  })

  it('--dry-run prints the plan and touches nothing', async () => {
    const { code, io } = await bench('--dry-run', '--provider', 'lambda', '--deploy', '--memory', '128,512')
    expect(code).toBe(0)
    expect(io.written.stdout).toMatch(/lambda: 2 targets .* 2 deploys .*\$/)
    expect(await readdir(cwd)).toEqual([])
  })
})
