import { describe, expect, it } from 'vitest'
import { table } from '../../src/reporters/table/table.ts'
import { judgeBudgets } from '../../src/stats/budget/judge-budgets.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { coldSample, runFileOf, targetOf, waitsOf } from '../support/run-file.ts'
import { coldSummaryOf, resultOf, summaryOf } from '../support/sample-result.ts'

const plain = { columns: 80, colorLevel: 0 } as const

describe('the table', () => {
  it('says whose numbers they are, shows medians with intervals, and where the time went', () => {
    expect(table(resultOf(), plain)).toMatchInlineSnapshot(`
      "Local engine, not the cloud: real processes under the real function contracts.

      On lambda, a user who meets a cold start waits 59.8 ms longer than one who does
      not.
      Measured on the local engine, not the cloud: the network, the platform's
      scheduler and its loading of your package are not in these numbers.

      Wait in ms, request written → first byte.
      ────────────────────────────────────────────────────────────────────────────────
      target        cold        p50   p95   warm        p50   p95  cold −  err
      cold by         of    95 % CI   max     on    95 % CI   max    warm
      lambda          10       61.2  n<20     30       1.42  2.10   +59.8    0
      idle 400 ms  of 10  58.1–66.0  70.1  on 10  1.30–1.60  3.00
      ────────────────────────────────────────────────────────────────────────────────

      Where the median cold start went, ms
      ───────────────────────────────────────────────────────────────────────────
      target ░ platform ▒ boot ▓ load █ handler · rest
      lambda       10.2   45.0   4.04      2.00      – ░░░▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▓█
      ───────────────────────────────────────────────────────────────────────────

      Notes
      · p95 needs at least 20 samples
      "
    `)
  })

  it('fits 80 columns with long names, big numbers and failures', () => {
    const summary = summaryOf({
      target: 'lambda/eu-central-1/1769MB',
      errors: { timeout: 3, status: 1 },
      cold: [
        coldSummaryOf(
          { n: 120, p50Ms: 12345, p95Ms: 23456, maxMs: 29999 },
          { plannedIdleMs: 2_700_000, intended: 120, observed: 118 },
        ),
      ],
    })
    const lines = table(resultOf({ summaries: [summary] }), plain).split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(lines.join('\n')).toContain('3 × timeout, 1 × status')
  })

  it('fits 60 columns: warm invocations below the cold starts, and no bars', () => {
    const text = table(resultOf(), { columns: 60, colorLevel: 0 })
    expect(
      Math.max(
        ...text
          .split('\n')
          .slice(1)
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(60)
    expect(text).toMatch(/lambda +10 +61\.2 +n<20 +\+59\.8 +0\n/)
    expect(text).toMatch(/lambda +30 +1\.42 +2\.10\n/)
    expect(text).toMatch(/platform +boot +load +handler +rest\n/)
  })

  it('fits 80 columns with several ways of getting cold, each with its own penalty', () => {
    const breakdown = { platformMs: 7, bootMs: 57, loadMs: 0.4, handlerMs: 1, restMs: 4 }
    const idle = (plannedIdleMs: number) => coldSummaryOf({ n: 9, p50Ms: 70 }, { plannedIdleMs, breakdown })
    const penaltyOf = (plannedIdleMs: number) => ({
      coldBy: 'idle' as const,
      plannedIdleMs,
      medianDifferenceMs: plannedIdleMs / 1e5,
    })
    const summary = summaryOf({
      target: 'lambda/eu-west-1',
      cold: [idle(900_000), idle(2_700_000)],
      penalties: [penaltyOf(2_700_000), penaltyOf(900_000)],
    })
    const lines = table(resultOf({ summaries: [summary] }), plain).split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(
      lines.filter((line) => /\+(9\.00|27\.0)/.test(line)).map((line) => /\+\S+/.exec(line)?.[0]),
    ).toEqual(['+9.00', '+27.0'])
  })

  it('uses no escape codes at colour level 0 and some at level 1', () => {
    const escapeCode = String.fromCharCode(27)
    expect(table(resultOf(), plain)).not.toContain(escapeCode)
    expect(table(resultOf(), { columns: 80, colorLevel: 1 })).toContain(escapeCode)
  })

  it('leaves the breakdown out where no function reported', () => {
    const summary = summaryOf({ cold: [coldSummaryOf({ n: 10, p50Ms: 61 })] })
    expect(table(resultOf({ summaries: [summary] }), plain)).not.toContain('Where the median')
  })

  it('says of a background function that the wait is for its 202, and when its job started where that is seen', () => {
    const own = { name: 'job', contract: 'netlify', root: '.', entry: 'job.mjs', export: 'default' }
    const size = { sha256: 'a'.repeat(64), bytes: 1, files: 1 }
    const job = targetOf('lambda', { facts: { function: { ...own, ...size, trigger: 'background' } } })
    const cold = [coldSummaryOf({ n: 10, p50Ms: 2 }, { total: { n: 10, p50Ms: 123 } })]
    const shownOn = (platform: 'local' | 'cloud') => {
      const summaries = [summaryOf({ platform, cold })]
      return table(resultOf({ summaries, targets: [job] }), plain).replace(/\n {2}/g, ' ')
    }
    expect(shownOn('local')).toMatch(/for the 202; a cold job had started 123 ms \(idle 400 ms\) after/)
    expect(shownOn('cloud')).toMatch(/the wait is for the 202\n/)
  })

  it('marks cold starts that were inferred from latency', () => {
    const summary = summaryOf({ cold: [coldSummaryOf({ n: 10, p50Ms: 61 }, { inferred: 10 })] })
    expect(table(resultOf({ summaries: [summary] }), plain)).toContain('10?')
  })

  it('shows waits by intention, never "0 of n", where no temperature is known', () => {
    const cold = coldSummaryOf(
      { n: 0, refused: { p50Ms: 'no samples' } },
      { observed: 0, unknown: 10, waitAsIntended: { n: 10, minMs: 40, p50Ms: 43.2, maxMs: 51 } },
    )
    const shown = table(resultOf({ summaries: [summaryOf({ cold: [cold], penalties: [] })] }), plain)
    const row = shown.split('\n').find((line) => line.startsWith('lambda'))
    expect(row).toMatch(/^lambda +\? +43\.2/)
    expect(shown).not.toMatch(/\b0 of 10/)
  })

  it("shows a target's own failures, every cause of them, and none of a target whose name it begins", () => {
    const failed = (target: string, message: string) =>
      coldSample(target, 1, { observed: 'unknown', error: { kind: 'status', message } })
    const samples = [
      failed('ab', 'status 500: of ab'),
      failed('a#1', 'status 503: overloaded for 12.5 ms'),
      failed('a#1', 'status 503: overloaded for 13.25 ms'),
      failed('a#1', 'status 404'),
    ]
    const targets = [targetOf('ab'), targetOf('a#1', { group: 'a' })]
    const shown = table(computeResult(runFileOf(samples, { targets })), { columns: 200, colorLevel: 0 })
    expect(shown.replace(/\n {2}/g, ' ')).toContain(
      'a: failed 3 × status (2 × status 503: overloaded for 12.5 ms; status 404)',
    )
    expect(shown).toContain('ab: failed 1 × status (status 500: of ab)')
  })

  it('says a failure that several targets have in common once, with how often each had it', () => {
    const failed = (target: string) =>
      coldSample(target, 1, { observed: 'unknown', error: { kind: 'status', message: 'status 503: full' } })
    const samples = [failed('a'), failed('b'), failed('b'), failed('c')]
    const targets = ['a', 'b', 'c'].map((id) => targetOf(id))
    const shown = table(computeResult(runFileOf(samples, { targets })), { columns: 200, colorLevel: 0 })
    expect(shown).toContain('a: failed 1 × status (status 503: full). Likewise b (2) and c.')
  })

  it('prints the bound that decides a budget', () => {
    const samples = waitsOf(10).map((wait) => coldSample('a', wait))
    const result = computeResult(runFileOf(samples))
    const shown = table(
      { ...result, budgets: judgeBudgets(result, ['cold.p50 < 1s', 'cold.p50 < 10ms']) },
      plain,
    )
    expect(shown.replace(/\n {2}/g, ' ')).toMatch(/budget pass: .* its upper bound 108 decides/)
    expect(shown.replace(/\n {2}/g, ' ')).toMatch(/budget fail: .* its lower bound 101 decides/)
  })

  it('shows the fastest, the slowest and what failed of 200 targets, and fits two screens', () => {
    const samples = Array.from({ length: 200 }, (_, at) =>
      waitsOf(12, 1 + at / 100).map((wait) => coldSample(`t${at}`, wait)),
    ).flat()
    const result = computeResult(runFileOf(samples))
    const summaries = result.summaries.map((one) =>
      one.target === 't100' ? { ...one, errors: { status: 1 } } : one,
    )
    const lines = table({ ...result, summaries }, plain).split('\n')
    expect(lines.length).toBeLessThanOrEqual(100)
    const named = (name: string) => lines.some((line) => line.startsWith(`${name} `))
    expect(['t0', 't7', 't100', 't192', 't199'].map(named)).toEqual([true, true, true, true, true])
    expect(['t8', 't99', 't191'].map(named)).toEqual([false, false, false])
    expect(lines.join(' ')).toContain('and some with errors; 183 more are in --format')
    expect(lines.findIndex((line) => line.includes('starts cold fastest'))).toBeLessThan(5)
  })
})
