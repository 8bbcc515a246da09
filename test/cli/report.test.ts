import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { report } from '../../src/bench/report.ts'
import { main } from '../../src/cli/main.ts'
import { report as whyReport } from '../reporters/why/sample-report.ts'
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

  it.each([['report'], ['report', '--open'], ['history'], ['resume', 'old'], ['why', 'f.mjs']])(
    'refuses --force in %j, where no file is asked for, and names the command',
    async (...words) => {
      const { code, stdout, stderr } = await run(recorded().cwd, ...words, '--force')
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain('No file is asked for with --output, so --force has no effect')
      expect(stderr).toContain(`coldstart ${words[0]} --help`)
    },
  )

  it('overwrites the files asked for with --force', async () => {
    const { cwd } = recorded()
    writeFileSync(join(cwd, 'old.csv'), 'mine')
    expect((await run(cwd, 'report', '-o', 'old.csv', '--force')).code).toBe(0)
    expect(readFileSync(join(cwd, 'old.csv'), 'utf8')).toMatch(/^record,run,target/)
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

  it('lays several runs over each other on one page, and refuses formats that show one run', async () => {
    const { cwd } = recorded()
    expect(await run(cwd, 'report', 'old', 'latest', '-o', 'both.html')).toMatchObject({
      code: 0,
      stdout: '',
    })
    expect(readFileSync(join(cwd, 'both.html'), 'utf8')).toContain('lambda (old) · cold by idle')
    const refused = await run(cwd, 'report', 'old', 'latest')
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('table shows one run')
  })

  it('writes each file in the format before it, or by its ending', async () => {
    const { cwd } = recorded()
    const said = await run(cwd, 'report', '-o', 'junit=report.xml', '-o', 'report.csv', '-o', 'report.md')
    expect(said.code).toBe(0)
    expect(readFileSync(join(cwd, 'report.xml'), 'utf8')).toMatch(/^<\?xml/)
    expect(readFileSync(join(cwd, 'report.csv'), 'utf8')).toMatch(/^record,run,target/)
    expect(readFileSync(join(cwd, 'report.md'), 'utf8')).toMatch(/^### Cold starts of lambda/)
    expect((await run(cwd, 'report', '-o', 'junti=report.xml')).stderr).toContain('junit')
    expect((await run(cwd, 'report', '-o', 'report.xml')).stderr).toContain('junit=report.xml')
  })

  it('refuses one file for two formats, whichever way it is written, before anything is written', async () => {
    const { cwd } = recorded()
    const { code, stdout, stderr } = await run(cwd, 'report', '-o', 'a.html', '-o', 'markdown=./a.html')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('--output names a.html twice')
  })

  it.each(['junit=', 'csv=', '=', '=a.xyz'])('says of %s that it names no file', async (output) => {
    const { code, stderr } = await run(recorded().cwd, 'report', '-o', output)
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`--output ${output} names no file. Write it like junit=report.xml.`),
    })
  })

  it('names the command that was typed where a file has no ending that says a format', async () => {
    const { cwd } = recorded()
    expect((await run(cwd, 'report', '-o', 'a.xyz')).stderr).toContain('coldstart report --help')
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

  it('opens the run as a page, its own or the one that -o asks for', async () => {
    const { cwd } = recorded()
    const io = fakeIo({ cwd })
    expect(await main(['report', '--open'], io)).toBe(0)
    expect(await main(['report', '--open'], io)).toBe(0)
    expect(await main(['report', '--open', '-o', 'mine.html'], io)).toBe(0)
    const own = join(cwd, 'results', 'old.html')
    expect(io.opened).toEqual([own, own, join(cwd, 'mine.html')])
    expect(readFileSync(own, 'utf8')).toBe(readFileSync(join(cwd, 'mine.html'), 'utf8'))
    expect(io.written.stderr).toContain('Opened mine.html')
  })

  it('opens a page of several runs only from a file that is named', async () => {
    const { cwd } = recorded()
    const io = fakeIo({ cwd })
    expect(await main(['report', 'old', 'old', '--open'], io)).toBe(2)
    expect(io.written.stderr).toContain('-o report.html --open')
    expect(await main(['report', 'old', 'old', '--open', '-o', 'both.html'], io)).toBe(0)
    expect(io.opened).toEqual([join(cwd, 'both.html')])
  })
})
