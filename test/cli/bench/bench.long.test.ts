import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { main } from '../../../src/cli/main.ts'
import type { Result } from '../../../src/core/result.ts'
import { resultDocument } from '../../../src/core/result-document.ts'
import { systemClock } from '../../../src/core/system-clock.ts'
import { fakeIo } from '../../support/fake-io.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const bench = (cwd: string, ...words: string[]) =>
  runInProcess(['bench', '--cold', '2', '--warm', '4', ...words], { cwd, clock: systemClock })

describe('coldstart bench on the local engine', () => {
  it('writes the report to files by their ending, and overwrites none without --force', async () => {
    const cwd = temporaryFolder()
    await writeFile(join(cwd, 'there.txt'), 'mine')
    const words = ['--provider', 'lambda', '-q', '-o']
    expect((await bench(cwd, ...words, 'new.json')).code).toBe(0)
    const written = JSON.parse(await readFile(join(cwd, 'new.json'), 'utf8'))
    expect(resultDocument.safeParse(written).success).toBe(true)
    const { code, stderr } = await bench(cwd, ...words, 'there.txt')
    expect(code).toBe(2)
    expect(stderr).toContain('--force')
    expect(await readFile(join(cwd, 'there.txt'), 'utf8')).toBe('mine')
  })

  it('measures a handler of the user’s own and says from outside where its cold start went', async () => {
    const cwd = temporaryFolder()
    const slowToLoad =
      'const end = Date.now() + 50; while (Date.now() < end);\nexport const handler = async () => "hi"\n'
    await writeFile(join(cwd, 'mine.mjs'), slowToLoad)
    const { code, stdout } = await bench(cwd, '--function', 'mine.mjs', '--format', 'json', '--samples', '-q')
    expect(code).toBe(0)
    const { summaries, samples } = JSON.parse(stdout) as Result
    expect(summaries.map(({ target }) => target)).toEqual(['lambda'])
    const cold = samples.filter(({ observed }) => observed === 'cold')
    expect(cold).toHaveLength(3)
    for (const { breakdown, instance } of cold) {
      expect(instance?.reportedBy).toBe('engine')
      // The function itself is busy for 50 ms, whatever else the machine does; its clock may round.
      expect(breakdown?.loadMs).toBeGreaterThanOrEqual(49)
    }
  })

  it('keeps results on stdout and everything else on stderr, and names the next command', async () => {
    const { code, stdout, stderr } = await bench(temporaryFolder(), '--provider', 'lambda', '--seed', '7')
    expect(code).toBe(0)
    expect(stdout).toContain('Local engine, not the cloud')
    expect(stdout).not.toContain('Next:')
    expect(stderr).toMatch(/Next:\n {2}npx coldstart /)
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })
})

describe('coldstart bench that is interrupted', () => {
  it('prints what there is and the resume command, and resume finishes the same run', async () => {
    const cwd = temporaryFolder()
    const io = fakeIo({ cwd })
    const running = main(['bench', '--cold', '3', '--warm', '3', '--provider', 'lambda', '--verbose'], io)
    while (!io.written.stderr.includes('cold')) await new Promise((resolve) => setTimeout(resolve, 20))
    io.signal('SIGINT')
    expect(await running).toBe(130)
    const run = /coldstart resume (\S+)/.exec(io.written.stderr)?.[1] ?? ''
    expect(run).not.toBe('')
    const again = fakeIo({ cwd })
    expect(await main(['resume', run, '--format', 'json', '--samples', '-q'], again)).toBe(0)
    const result = JSON.parse(again.written.stdout) as Result
    expect(result.run).toMatchObject({ id: run, status: 'finished' })
    expect(result.samples).toHaveLength(7)
    expect(new Set(result.samples.map(({ id }) => id)).size).toBe(7)
  })
})
