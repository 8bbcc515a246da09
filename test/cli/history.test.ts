import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { fakeIo } from '../support/fake-io.ts'
import { recordDays } from '../support/recorded-history.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const near = (day: number) => 100 + ((day * 7) % 11) - 5

/** Thirty days; lambda becomes slower on the 21st of January. */
function recorded(): string {
  const cwd = temporaryFolder()
  recordDays(cwd, 30, (day) => ({
    'lambda/512MB': near(day) * (day < 20 ? 1 : 1.4),
    'lambda/1024MB': 0.8 * near(day + 3) * (day < 20 ? 1 : 1.4),
    vercel: near(day + 5),
  }))
  return cwd
}

async function run(cwd: string, ...argv: string[]) {
  const io = fakeIo({ cwd })
  return { code: await main(['history', ...argv], io), ...io.written }
}

describe('coldstart history', () => {
  it('shows levels, slopes and changes at 80 columns', async () => {
    const { code, stdout, stderr } = await run(recorded())
    expect({ code, stderr }).toEqual({ code: 0, stderr: '\nThe page is results/index.html\n' })
    expect(stdout).toMatchInlineSnapshot(`
      "30 runs, 2026-01-01 to 2026-01-30.

      Changes
      · 2026-01-21, from run 2026-01-21T060000-abcd on: lambda/512MB 1.41 ×
        (1.37–1.44), lambda/1024MB 1.41 × (1.37–1.44).

      ─────────────────────────────────────────────────────────────────────────
      target                    points  level p50       a month  newest p50
      wait in ms           level since    95 % CI       95 % CI          is
      lambda/512MB                  30        141        +3.7 %         140
      cold by idle 400 ms   2026-01-21    136–146    −23 to +56   as before
      lambda/1024MB                 30        113        −9.4 %         111
      cold by idle 400 ms   2026-01-21    109–116    −31 to +54   as before
      vercel                        30        100        +0.0 %         102
      cold by idle 400 ms   2026-01-01   98.0–102  −9.1 to +3.9   as before
      ─────────────────────────────────────────────────────────────────────────

      Medians over time, ms, logarithmic; ^ marks a change
      lambda/512MB   ▁▂▁▃▂▁▂▂▁▂▂▁▂▁▃▂▁▂▂▁█▇▆█▇█▇▇█▇  95.0–147
                                         ^
      lambda/1024MB  ▃▂▁▂▂▁▂▂▁▂▁▃▂▁▂▂▁▂▂▁█▇█▇▇█▇▇█▇  76.0–118
                                         ^
      vercel         ▂▇▅▂▇▄▁▆▃█▅▂▇▅▂▇▄▁▆▃█▅▂▇▅▂▇▄▁▆  95.0–105

      · A change is marked where a permutation test supports it (α = 0.01), its run is
        known to ± 1 in 90 % of redraws, and it exceeds 5 %; sizes and architectures
        of one function are searched together.
      · Level: median of the points since the last mark. A month: Theil–Sen slope over
        30 days of that level.
      "
    `)
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true)
  })

  it('writes its page anew each time, and never over a page that is not its own', async () => {
    const cwd = recorded()
    const page = join(cwd, 'results', 'index.html')
    await run(cwd)
    const first = readFileSync(page, 'utf8')
    expect(first).toMatch(/^<!doctype html>[\s\S]*Cold starts over time[\s\S]*2026-01-21/)
    await run(cwd)
    expect(readFileSync(page, 'utf8')).toBe(first)
    writeFileSync(page, '<h1>mine</h1>')
    expect((await run(cwd)).stderr).toContain('is not a page of coldstart')
    expect(readFileSync(page, 'utf8')).toBe('<h1>mine</h1>')
  })

  it.each([
    ['json', /"changes": \[\s*\{\s*"run": "2026-01-21T060000-abcd"/],
    ['csv', /^vercel,idle,400,,2026-01-01T06:00:00\.000Z,,2026-01-01T060000-abcd,10,97,/m],
    ['markdown', /^\| vercel \| idle 400 ms \| 30 \|/m],
    ['html', /<title>Cold starts over time<\/title>/],
  ])('prints %s, and writes it to files', async (format, shown) => {
    const cwd = recorded()
    const { code, stdout } = await run(cwd, '--format', format, '-o', `${format}=out`)
    expect(code).toBe(0)
    expect(stdout).toMatch(shown)
    expect(readFileSync(join(cwd, 'out'), 'utf8')).toMatch(shown)
  })

  it('keeps to the targets that are named, variants included', async () => {
    const { stdout } = await run(recorded(), '--target', 'lambda', '--format', 'json')
    const { series } = JSON.parse(stdout)
    expect(series.map(({ target }: { target: string }) => target)).toEqual(['lambda/512MB', 'lambda/1024MB'])
    expect(series[0].changes[0].sharedBy).toEqual(['lambda/512MB', 'lambda/1024MB'])
  })

  it.each([
    [['--target', 'vercle'], /No recorded run has a target "vercle"[\s\S]*Did you mean vercel\?/],
    [['--target', 'lamda'], /Did you mean lambda\?/],
    [['--target', 'lambda/521MB'], /Did you mean lambda\/512MB\?/],
    [['--format', 'junit'], /junit holds the figures of one run, and history shows/],
    [['--format', 'tabel'], /There is no format "tabel"[\s\S]*--format table/],
  ])('refuses %j by name', async (words, said) => {
    const { code, stderr } = await run(recorded(), ...words)
    expect(code).toBe(2)
    expect(stderr).toMatch(said)
  })

  it('says so where nothing is recorded, and writes no page', async () => {
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'results'))
    expect(await run(cwd)).toMatchObject({
      code: 0,
      stdout: 'No runs with cold starts are recorded in results.\n',
    })
    expect(existsSync(join(cwd, 'results', 'index.html'))).toBe(false)
  })

  it('names what could not be read also where nothing else is recorded', async () => {
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'results'))
    writeFileSync(join(cwd, 'results', 'torn.jsonl'), 'no run\n')
    expect((await run(cwd)).stdout).toContain('Left out: torn.jsonl')
  })

  it('does not say that nothing is marked where nothing could be looked for', async () => {
    const cwd = temporaryFolder()
    recordDays(cwd, 3, () => ({ lambda: 100 }))
    for (const format of ['table', 'markdown', 'html']) {
      const { stdout } = await run(cwd, '--format', format)
      expect(stdout).toContain('There are too few points to look for changes.')
      expect(stdout).not.toContain('No change is marked')
    }
  })

  it('shows what is hostile in a name as text', async () => {
    const cwd = temporaryFolder()
    recordDays(cwd, 12, () => ({ '</script><img src=x>\u001b[31m': 100 }))
    const { stdout } = await run(cwd)
    expect(stdout).not.toContain('\u001b')
    expect(readFileSync(join(cwd, 'results', 'index.html'), 'utf8')).not.toMatch(/<img|<\/script><img/)
  })
})
