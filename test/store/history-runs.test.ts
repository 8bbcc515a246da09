import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { readHistory } from '../../src/store/history-runs.ts'
import { figureOf, footerOf, recordDays, recordRun } from '../support/recorded-history.ts'
import { coldSample, runFileOf, targetOf, waitsOf } from '../support/run-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const STARTED = '2026-01-02T03:04:05.000Z'
const colds = waitsOf(12).map((wait) => coldSample('lambda', wait))
const targets = [targetOf('lambda')]
const broken = 'this line must never be read\n'

describe('what recorded runs tell a history', () => {
  it('is read from the ends of a run file whose footer has it, with its interval', async () => {
    const cwd = temporaryFolder()
    const footer = footerOf([figureOf('lambda', 80)])
    recordRun(cwd, { run: 'a', startedAt: STARTED, header: { targets }, middle: broken, footer })
    const { runs, left } = await readHistory(cwd)
    expect(left).toEqual([])
    expect(runs).toMatchObject([
      {
        run: 'a',
        startedAt: STARTED,
        about: {
          node: 'v20.20.2',
          ways: [{ target: { name: 'lambda' }, coldBy: 'idle', plannedIdleMs: 400 }],
        },
        figures: [{ n: 10, p50Ms: 80, p50Interval: { lower: 76, upper: 84 } }],
      },
    ])
  })

  it('is read from the document where an old footer has no intervals, and from the footer where there is none', async () => {
    const cwd = temporaryFolder()
    const { p50Interval: _, ...old } = figureOf('lambda', 80)
    const parts = { startedAt: STARTED, header: { targets }, middle: broken, footer: footerOf([old]) }
    recordRun(cwd, { run: 'a', ...parts })
    recordRun(cwd, { run: 'b', ...parts })
    const document = computeResult(runFileOf(colds, { run: 'a', startedAt: STARTED, targets }))
    writeFileSync(join(cwd, 'results', 'a.json'), JSON.stringify({ ...document, samples: [] }))
    const { runs } = await readHistory(cwd)
    expect(runs.map(({ figures }) => figures)).toEqual([
      [expect.objectContaining({ p50Ms: 105.5, p50Interval: expect.objectContaining({ lower: 102 }) })],
      [{ n: 10, p50Ms: 80 }],
    ])
  })

  it('is computed from the samples only where neither is there', async () => {
    const cwd = temporaryFolder()
    recordRun(cwd, { run: 'a', startedAt: STARTED, header: { targets }, samples: colds })
    recordRun(cwd, { run: 'b', startedAt: STARTED, header: { targets }, samples: colds, footer: null })
    const { runs } = await readHistory(cwd)
    expect(runs.map(({ run, figures }) => [run, figures[0]?.p50Ms])).toEqual([
      ['a', 105.5],
      ['b', 105.5],
    ])
  })

  it('is remembered, run by run, until a file is another', async () => {
    const cwd = temporaryFolder()
    recordDays(cwd, 60, (day) => ({ lambda: 100 + day, vercel: 50 }))
    const first = await readHistory(cwd)
    expect(existsSync(join(cwd, '.coldstart', 'history-index.json'))).toBe(true)
    const path = join(cwd, 'results', '2026-01-05T060000-abcd.jsonl')
    const { length } = readFileSync(path)
    // The same size and dates: what is remembered stands.
    expect(await readHistory(cwd)).toEqual(first)
    writeFileSync(path, 'x'.repeat(length))
    utimesSync(path, 1, 1)
    const { runs, left } = await readHistory(cwd)
    expect(runs).toHaveLength(59)
    expect(left).toEqual([{ run: '2026-01-05T060000-abcd.jsonl', reason: expect.any(String) }])
  })

  it('is nothing of files that are no recordings', async () => {
    const cwd = temporaryFolder()
    recordDays(cwd, 1, () => ({ lambda: 1 }))
    writeFileSync(join(cwd, 'results', 'package.json'), '{"name":"x"}')
    writeFileSync(join(cwd, 'results', 'notes.json'), 'not JSON')
    expect(await readHistory(cwd)).toMatchObject({ runs: [{ run: '2026-01-01T060000-abcd' }], left: [] })
  })
})
