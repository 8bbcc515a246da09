import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { reporters } from '../../src/reporters/index.ts'
import { judgeBudgets } from '../../src/stats/budget/judge-budgets.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { fakeIo } from '../support/fake-io.ts'
import { resultOfRounds } from '../support/page-results.ts'
import { recordDays, recordRun } from '../support/recorded-history.ts'
import { coldSample, targetOf, waitsOf } from '../support/run-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Ten runs, one a day from 2026-01-01 on. */
function recorded(): string {
  const cwd = temporaryFolder()
  recordDays(cwd, 10, () => ({ lambda: 100 }))
  return cwd
}

async function prune(cwd: string, ...argv: string[]) {
  const clock = createFakeClock(Date.UTC(2026, 0, 11))
  const io = fakeIo({ cwd, clock })
  return { code: await main(['prune', ...argv], io), ...io.written }
}

const namesIn = (cwd: string) => readdirSync(join(cwd, 'results')).sort()
const dayOf = (name: string) => name.slice(8, 10)

describe('coldstart prune', () => {
  it('keeps the newest by count', async () => {
    const cwd = recorded()
    const { code, stderr } = await prune(cwd, '--keep', '3')
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Removed 7 runs, 0.0 MB.\n' })
    expect(namesIn(cwd).map(dayOf)).toEqual(['08', '09', '10'])
  })

  it('removes by age, the document with its run file', async () => {
    const cwd = recorded()
    const document = { tool: { name: 'coldstart' }, run: { startedAt: '2026-01-01T06:00:00.000Z' } }
    writeFileSync(join(cwd, 'results', '2026-01-01T060000-abcd.json'), JSON.stringify(document))
    const { stdout } = await prune(cwd, '--older-than', '5d')
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      join('results', '2026-01-01T060000-abcd.json'),
      join('results', '2026-01-01T060000-abcd.jsonl'),
    ])
    expect(namesIn(cwd).map(dayOf)).toEqual(['06', '07', '08', '09', '10'])
  })

  it('removes reports that are named after a run and say that they are ours; others stay and are named', async () => {
    const cwd = recorded()
    const result = resultOfRounds(3)
    const budgets = judgeBudgets(result, ['cold.p50 < 1s'])
    const id = '2026-01-01T060000-abcd'
    const at = (ending: string) => join(cwd, 'results', `${id}.${ending}`)
    for (const [ending, format] of Object.entries({
      html: 'html',
      csv: 'csv',
      xml: 'junit',
      prom: 'openmetrics',
    })) {
      const reporter = await reporters[format]?.()
      writeFileSync(at(ending), reporter?.({ ...result, budgets }, { columns: 80, colorLevel: 0 }) ?? '')
    }
    writeFileSync(at('md'), 'my own notes')
    writeFileSync(join(cwd, 'results', `${id}e.html`), 'of no run')
    const { stdout, stderr } = await prune(cwd, '--keep', '9')
    expect(stdout.trim().split('\n').sort()).toEqual(
      ['csv', 'html', 'jsonl', 'prom', 'xml'].map((ending) => join('results', `${id}.${ending}`)),
    )
    expect(stderr).toContain(`${id}.md stays: nothing in it says that coldstart wrote it.`)
    expect(namesIn(cwd).slice(0, 2)).toEqual([`${id}.md`, `${id}e.html`])
    expect(namesIn(cwd)).toHaveLength(11)
  })

  it('removes with both only what both allow', async () => {
    const cwd = recorded()
    await prune(cwd, '--older-than', '2d', '--keep', '6')
    expect(namesIn(cwd)).toHaveLength(6)
    await prune(cwd, '--older-than', '9d', '--keep', '1')
    expect(namesIn(cwd)).toHaveLength(6)
  })

  it('removes nothing in a dry run, and says what would go', async () => {
    const cwd = recorded()
    const { stdout, stderr } = await prune(cwd, '--keep', '8', '--dry-run')
    expect(stdout.trim().split('\n')).toHaveLength(2)
    expect(stderr).toBe('Would remove 2 runs, 0.0 MB; nothing was removed.\n')
    expect(namesIn(cwd)).toHaveLength(10)
  })

  it('never removes a baseline, nor a run that one was made of', async () => {
    const cwd = temporaryFolder()
    const samples = waitsOf(12).map((wait) => coldSample('lambda', wait))
    for (const run of ['one', 'two'])
      recordRun(cwd, {
        run,
        startedAt: '2026-01-01T06:00:00.000Z',
        header: { targets: [targetOf('lambda')] },
        samples,
      })
    const io = fakeIo({ cwd })
    expect(await main(['baseline', 'save', 'main', 'one'], io)).toBe(0)
    const { stderr } = await prune(cwd, '--older-than', '1d')
    expect(stderr).toContain('one stays: it is part of the baseline main.')
    expect(namesIn(cwd)).toEqual(['one.jsonl'])
    expect(existsSync(join(cwd, '.coldstart', 'baselines', 'main.json'))).toBe(true)
  })

  it('leaves alone what is unfinished, damaged, linked or not ours', async () => {
    const cwd = temporaryFolder()
    const results = join(cwd, 'results')
    mkdirSync(join(results, 'kept'), { recursive: true })
    recordRun(cwd, { run: 'open', startedAt: '2026-01-01T06:00:00.000Z', footer: null })
    writeFileSync(join(results, 'notes.json'), '{"mine":true}')
    writeFileSync(join(results, 'log.jsonl'), '{"level":"info"}\n')
    writeFileSync(join(results, 'index.html'), 'mine')
    const elsewhere = temporaryFolder()
    const target = recordRun(elsewhere, { run: 'far', startedAt: '2026-01-01T06:00:00.000Z' })
    symlinkSync(target, join(results, 'far.jsonl'))
    const before = namesIn(cwd)
    const { code, stderr } = await prune(cwd, '--keep', '0')
    expect(code).toBe(0)
    expect(namesIn(cwd)).toEqual(before)
    expect(stderr).toContain('open stays: it is unfinished and can be resumed.')
    expect(existsSync(target)).toBe(true)
  })

  it.each([
    [[], /Say which runs may be removed/],
    [['--keep', '-1'], /--keep takes a whole number/],
    [['--older-than', '90'], /needs its unit|unit/],
    [['--older', '90d'], /Unknown option '--older'/],
  ])('refuses %j', async (words, said) => {
    const cwd = recorded()
    const { code, stderr } = await prune(cwd, ...words)
    expect(code).toBe(2)
    expect(stderr).toMatch(said)
    expect(namesIn(cwd)).toHaveLength(10)
  })
})
