import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { report } from '../../src/bench/report.ts'
import { report as whyReport } from '../reporters/why/sample-report.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { recorded, run } from './support/recorded-runs.ts'

describe('coldstart report', () => {
  it('prints the newest run, or the one that is named', async () => {
    const { cwd } = recorded()
    const newest = await run(cwd, 'report')
    expect(newest).toMatchObject({ code: 0, stderr: '' })
    expect(newest.stdout).toContain('lambda')
    expect(await run(cwd, 'report', 'old')).toEqual(newest)
    expect(await run(cwd, 'report', 'results/old.jsonl')).toEqual(newest)
  })

  it('gives figures and waits as JSON, whole samples only when asked, and writes files only where there are none', async () => {
    const { cwd } = recorded()
    const { stdout } = await run(cwd, 'report', '--format', 'json', '--samples', '-o', 'out.json')
    const { samples, ...figures } = JSON.parse(stdout)
    expect(samples).toHaveLength(12)
    expect(JSON.parse((await run(cwd, 'report', '--format', 'json')).stdout)).toEqual(figures)
    expect(figures.waits.flatMap(({ waitMs }: { waitMs: number[] }) => waitMs)).toHaveLength(12)
    expect(readFileSync(join(cwd, 'out.json'), 'utf8')).toBe(stdout)
    expect((await run(cwd, 'report', '-o', 'out.json')).code).toBe(2)
  })

  it('prints a document as it prints its run, and takes whole samples from the run file beside it', async () => {
    const { cwd } = recorded()
    const [document, path] = ['results/r.json', join(cwd, 'results', 'r.json')]
    writeFileSync(path, (await run(cwd, 'report', '--format', 'json')).stdout)
    expect(await run(cwd, 'report', document)).toEqual(await run(cwd, 'report'))
    const { run: described } = JSON.parse(readFileSync(path, 'utf8'))
    const asked = ['report', document, '--format', 'json', '--samples']
    writeFileSync(
      join(cwd, 'results', `${described.id}.jsonl`),
      readFileSync(join(cwd, 'results', 'old.jsonl')),
    )
    expect(JSON.parse((await run(cwd, ...asked)).stdout).samples).toHaveLength(12)
    rmSync(join(cwd, 'results', `${described.id}.jsonl`))
    const gone = await run(cwd, ...asked)
    expect(gone).toMatchObject({ code: 1, stdout: '' })
    expect(gone.stderr).toContain(`${described.id}.jsonl, which is not there`)
  })

  it('reads what the first version wrote', async () => {
    const { cwd } = recorded()
    const whole = JSON.parse((await run(cwd, 'report', '--format', 'json', '--samples')).stdout)
    const { waits, ...first } = { ...whole, schemaVersion: 1 }
    writeFileSync(join(cwd, 'first.json'), JSON.stringify(first))
    const again = JSON.parse((await run(cwd, 'report', 'first.json', '--format', 'json')).stdout)
    expect(again).toMatchObject({ schemaVersion: 2, waits })
    expect((await run(cwd, 'compare', 'first.json', 'old', '--force')).code).toBe(0)
  })

  it('refuses --samples where no JSON is asked for', async () => {
    expect(await run(recorded().cwd, 'report', '--samples')).toMatchObject({ code: 2, stdout: '' })
  })

  it('judges the budgets of the run again, without failing', async () => {
    const { cwd } = recorded({ budgets: ['cold.p50 < 1ms', 'cold.p50 < baseline'], baseline: 'gone' })
    const { code, stdout } = await run(cwd, 'report', '--format', 'json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout).budgets.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
      'fail',
      'inconclusive',
    ])
  })

  it('streams a long run file where only figures are printed', async () => {
    const { cwd } = recorded()
    const whole = await report('latest', { cwd })
    expect(whole.samples).toHaveLength(12)
    expect(await report('latest', { cwd, samples: false })).toEqual({
      ...whole,
      samples: [],
    })
  })

  it('answers a name or format that does not exist with exit 2', async () => {
    const { cwd } = recorded()
    expect((await run(cwd, 'report', 'odl')).stderr).toContain('Did you mean old?')
    expect((await run(cwd, 'report', '--format', 'tabel')).code).toBe(2)
    expect((await run(temporaryFolder(), 'report')).stderr).toContain('latest')
  })

  it('prints again what why found in a run, in the formats of a load, and from no other run', async () => {
    const { cwd } = recorded()
    const other = await run(cwd, 'report', 'latest', '--format', 'speedscope')
    expect(other.code).toBe(2)
    expect(other.stderr).toContain('latest is not a run of coldstart why')
    writeFileSync(join(cwd, 'results', 'old.why.json'), JSON.stringify(whyReport))
    for (const name of ['latest', 'old', 'results/old.why.json']) {
      const { code, stdout } = await run(cwd, 'report', name, '--format', 'speedscope')
      expect(code).toBe(0)
      expect(JSON.parse(stdout).$schema).toContain('speedscope')
    }
    expect((await run(cwd, 'report', 'results/old.why.json')).stdout).toContain('of loading go')
    expect((await run(cwd, 'report', 'old', '-o', 'load.speedscope.json')).code).toBe(0)
    expect(readFileSync(join(cwd, 'load.speedscope.json'), 'utf8')).toContain('speedscope')
    expect((await run(cwd, 'report', 'results/old.why.json', '--samples')).stderr).toContain('--samples')
    expect((await run(cwd, 'report', 'old')).stdout).toContain('Wait in ms')
  })
})
