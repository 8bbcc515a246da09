import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { fakeIo } from '../support/fake-io.ts'
import { recorded, run } from './support/recorded-runs.ts'

describe('coldstart report', () => {
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
