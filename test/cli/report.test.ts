import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { report } from '../../src/bench/report.ts'
import { main } from '../../src/cli/main.ts'
import { fakeIo } from '../support/fake-io.ts'
import { coldSample, runFileOf, waitsOf } from '../support/run-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A folder with one run of twelve colds. */
function recorded(config: Record<string, unknown> = {}): { cwd: string } {
  const cwd = temporaryFolder()
  const run = runFileOf(
    waitsOf(12).map((wait) => coldSample('lambda', wait)),
    { run: 'old', config },
  )
  const lines = [run.header, ...run.samples.map((sample) => ({ type: 'sample', sample })), run.footer]
  mkdirSync(join(cwd, 'results'))
  const path = join(cwd, 'results', 'old.jsonl')
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return { cwd }
}

async function run(cwd: string, ...argv: string[]) {
  const io = fakeIo({ cwd })
  return { code: await main(argv, io), ...io.written }
}

describe('coldstart report', () => {
  it('prints the newest run, or the one that is named', async () => {
    const { cwd } = recorded()
    const newest = await run(cwd, 'report')
    expect(newest).toMatchObject({ code: 0, stderr: '' })
    expect(newest.stdout).toContain('lambda')
    expect(await run(cwd, 'report', 'old')).toEqual(newest)
    expect(await run(cwd, 'report', 'results/old.jsonl')).toEqual(newest)
  })

  it('gives the whole document as JSON, and writes files only where there are none', async () => {
    const { cwd } = recorded()
    const { stdout } = await run(cwd, 'report', '--format', 'json', '-o', 'out.json')
    expect(JSON.parse(stdout).samples).toHaveLength(12)
    expect(readFileSync(join(cwd, 'out.json'), 'utf8')).toBe(stdout)
    expect((await run(cwd, 'report', '-o', 'out.json')).code).toBe(2)
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
    const whole = await report('latest', { cwd, samples: false })
    expect(whole.samples).toHaveLength(12)
    expect(await report('latest', { cwd, samples: false, streamFromBytes: 0 })).toEqual({
      ...whole,
      samples: [],
    })
    expect((await report('latest', { cwd, streamFromBytes: 0 })).samples).toHaveLength(12)
  })

  it('answers a name or format that does not exist with exit 2', async () => {
    const { cwd } = recorded()
    expect((await run(cwd, 'report', 'odl')).stderr).toContain('Did you mean old?')
    expect((await run(cwd, 'report', '--format', 'tabel')).code).toBe(2)
    expect((await run(temporaryFolder(), 'report')).stderr).toContain('latest')
  })
})
