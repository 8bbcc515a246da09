import { describe, expect, it } from 'vitest'
import type { Result } from '../../../src/core/result.ts'
import { html, htmlPage } from '../../../src/reporters/html/html.ts'
import { judgeBudgets } from '../../../src/stats/budget/judge-budgets.ts'
import { computeResult } from '../../../src/stats/result/compute-result.ts'
import { resultOfRounds, wordsOf } from '../../support/page-results.ts'
import { coldSample, runFileOf, warmSample } from '../../support/run-file.ts'
import { resultOf, summaryOf } from '../../support/sample-result.ts'

const pageOf = (result: Result) => html(result, { columns: 80, colorLevel: 0 })

describe('the page of a run', () => {
  it('shows the figures, the sentences, every picture and how it was measured', () => {
    const words = wordsOf(pageOf(resultOfRounds(10)))
    for (const expected of [
      'lambda starts cold fastest',
      '10 of 10',
      'Every wait, on a log axis',
      'Share of waits no longer than',
      'In the order they happened',
      'Where the median cold start went',
      'Hyndman–Fan type 7',
      'seed of the order',
      'All 80 samples',
    ])
      expect(words).toContain(expected)
  })

  it('draws how long instances are kept, where looks after idle periods say so', () => {
    const summary = summaryOf({
      keepAlive: { n: 12, alive: 5, curve: [{ afterMs: 300_000, untilMs: 600_000, mass: 1 }] },
    })
    expect(wordsOf(pageOf(resultOf({ summaries: [summary] })))).toContain('From 12 looks at lambda')
  })

  it('is one file: it names nothing to load, and has no script that could run', () => {
    const page = pageOf(resultOfRounds(5))
    expect(page).not.toMatch(/\b(?:src|href|srcset|action)=|url\(|@import/)
    expect([...page.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag)).toEqual([
      '<script type="application/json" id="coldstart-2026-11-23T154200-abcd">',
    ])
    expect(page).toContain('default-src &#39;none&#39;')
  })

  it.each([0, 1, 2, 3])('draws a run of %i rounds without a figure that is none', (rounds) => {
    const page = pageOf(rounds === 0 ? resultOf({ summaries: [], targets: [] }) : resultOfRounds(rounds))
    expect(page.replace(/<script.*<\/script>/gs, '')).not.toMatch(/NaN|Infinity|undefined|null/)
    expect(wordsOf(page)).toContain('How it was measured')
  })

  it('shows each budget with its verdict in words, and its interval against the limit', () => {
    const result = resultOfRounds(10)
    const judged = judgeBudgets(result, [
      'lambda.cold.p50 < 500ms',
      'vercel.cold.p50 < lambda.cold.p50 * 1.1',
    ])
    const page = pageOf({ ...result, budgets: judged })
    expect(wordsOf(page)).toContain('✓ pass: lambda cold p50')
    expect(wordsOf(page)).toContain('✗ fail: vercel cold p50')
    expect(page.match(/class="limit"/g)).toHaveLength(2)
  })

  it('calls replies of unknown temperature meant to be cold, not cold', () => {
    const silent = Array.from({ length: 8 }, (_, k) =>
      coldSample('mine', 50 + k, { observed: 'unknown', evidence: 'none', round: k }),
    )
    const words = wordsOf(pageOf(computeResult(runFileOf(silent))))
    expect(words).toContain('mine · meant to be cold by idle')
    expect(words).toContain('not known of 8')
  })

  it('keeps hostile text as text, wherever it stands in a run', () => {
    const hostile = '"><img src=x onerror=alert(1)><script>alert(2)</script>\'--></title></style>'
    const file = runFileOf(
      [
        coldSample(hostile, 60, { flags: [hostile] }),
        warmSample(hostile, 5, hostile),
        coldSample(hostile, 61, { error: { kind: 'status', message: hostile } }),
      ],
      { config: { [hostile]: hostile, location: hostile }, run: hostile },
    )
    const warnings = [{ code: 'x', message: hostile, target: hostile }]
    const page = pageOf({ ...computeResult(file), warnings })
    expect(page).not.toMatch(/<img|<script(?! type="application\/json")/i)
    expect(page.match(/<\/(?:title|style)>/g)).toHaveLength(2 + svgTitles(page))
  })

  it('holds the result document without samples, to be read again', () => {
    const result = resultOfRounds(4)
    const json = /<script[^>]*>(.*?)<\/script>/s.exec(pageOf(result))?.[1] ?? ''
    expect(JSON.parse(json)).toEqual({ ...result, samples: [] })
  })

  it('lists all samples up to a thousand, and of more the slowest 200 and a summary a round', () => {
    expect(wordsOf(pageOf(resultOfRounds(125)))).toContain('All 1000 samples')
    const words = wordsOf(pageOf(resultOfRounds(200)))
    expect(words).toContain('The slowest 200 of 1600 samples; the rest is in the run file.')
    expect(words).toContain('A summary of each round and target.')
  })

  it('stays below 300 kB at 1,000 samples', () => {
    expect(Buffer.byteLength(pageOf(resultOfRounds(125)))).toBeLessThan(300_000)
    const targets = ['512MB', '1024MB'].map((size) => `google/northamerica-northeast1/${size}/nodejs22`)
    expect(Buffer.byteLength(pageOf(resultOfRounds(125, { targets })))).toBeLessThan(300_000)
  })

  it('lays several runs over each other, each target named with its run', () => {
    const before = resultOfRounds(6, { targets: ['mine'], run: 'run-before' })
    const after = resultOfRounds(6, { targets: ['mine'], run: 'run-after' })
    const words = wordsOf(htmlPage([before, after]))
    expect(words).toContain('mine (run-before) · cold by idle')
    expect(words).toContain('mine (run-after) · cold by idle')
    expect(words).toContain('How it was measured: run-after')
  })

  it('draws runs of different days from their own first invocation on, and says of each budget whose it is', () => {
    const before = resultOfRounds(6, { targets: ['mine'], run: 'run-before' })
    const later = (iso: string) => new Date(Date.parse(iso) + 86_400_000).toISOString()
    const after = {
      ...before,
      run: { ...before.run, id: 'run-after' },
      samples: before.samples.map((sample) => ({ ...sample, startedAt: later(sample.startedAt) })),
    }
    const runs = [before, after].map((one) => ({ ...one, budgets: judgeBudgets(one, ['cold.p50 < 1ms']) }))
    const words = wordsOf(htmlPage(runs))
    expect(words).toContain('seconds since the first of each run')
    expect(words).toMatch(/ ms \(run-before\) 116 ms/)
    expect(words).toMatch(/ ms \(run-after\) 116 ms/)
  })

  it('cuts long names in the middle, where what tells rows apart is left', () => {
    const words = wordsOf(pageOf(resultOfRounds(6, { targets: ['a'.repeat(90), `${'a'.repeat(90)}b`] })))
    expect(words).toMatch(/ a+…a+ · warm /)
    expect(words).toMatch(/ a+…a+b · warm /)
  })
})

/** Drawings have titles of their own. */
function svgTitles(page: string): number {
  return page.match(/<figure>/g)?.length ?? 0
}
