import { describe, expect, it } from 'vitest'
import { judgeBudgets } from '../../../src/stats/budget/judge-budgets.ts'
import { computeResult } from '../../../src/stats/result/compute-result.ts'
import { coldSample, runFileOf, targetOf, waitsOf } from '../../support/run-file.ts'

const here = { node: 'v20.20.2', os: 'linux 6.1', arch: 'x64', cpu: 'test', cpus: 2, memoryMb: 16_000 }
const run = (id: string, factor: number, environment = here, platform: 'local' | 'cloud' = 'local') =>
  computeResult(
    runFileOf(
      waitsOf(12, factor).map((wait) => coldSample('lambda', wait)),
      { run: id, environment, targets: [targetOf('lambda', { platform })] },
    ),
  )
/** Runs of equal code whose medians lie 8 % apart. */
const recorded = [1, 1.08, 0.96, 1.04, 1].map((factor, index) => run(`r${index}`, factor))
const budget = ['cold.p50 < baseline * 1.1']

describe('a budget against a baseline of several runs', () => {
  it('is judged by how far the recorded runs lie apart', () => {
    expect(judgeBudgets(run('new', 2), budget, recorded)).toMatchObject([
      { verdict: 'fail', runs: 5, n: 12, expected: expect.stringContaining('5 runs, r0 to r4') },
    ])
    expect(judgeBudgets(run('new', 0.9), budget, recorded)).toMatchObject([{ verdict: 'pass', runs: 5 }])
    // Between two single runs this would be called slower by more than 10 %.
    const [open] = judgeBudgets(run('new', 1.2), budget, recorded)
    expect(open).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining('record more') })
    expect(open).not.toHaveProperty('nNeeded')
    expect(judgeBudgets(run('new', 1.2), budget, recorded.slice(4))).toMatchObject([{ verdict: 'fail' }])
  })

  it('reproduces the prediction interval that R gives for the log medians', () => {
    // x <- log(c(100, 108, 96, 104, 100) * 1.055); exp(mean(x) + c(-1, 1) * qt(.975, 4) * sd(x) * sqrt(1 + 1/5))
    const [{ interval, found = 0 } = {}] = judgeBudgets(run('new', 1), ['cold.p50 < baseline'], recorded)
    const medianMs = 105.5
    expect(medianMs / (interval?.upper ?? 0)).toBeCloseTo(93.48813, 3)
    expect(medianMs / (interval?.lower ?? 0)).toBeCloseTo(122.69865, 3)
    expect(found).toBeCloseTo(0.98504, 4)
  })

  it('says what is missing below three runs, and that the two differ', () => {
    for (const count of [1, 2])
      expect(judgeBudgets(run('new', 2), budget, recorded.slice(0, count))).toMatchObject([
        {
          verdict: 'fail',
          caveat: expect.stringMatching(`these are two runs.*has ${count}: save ${3 - count} more`),
        },
      ])
  })

  it('does not count the run itself', () => {
    expect(judgeBudgets(recorded[4] as never, budget, recorded)).toMatchObject([{ runs: 4 }])
  })

  it('leaves out runs of the local engine from elsewhere unless that is allowed, and names what differs on a cloud', () => {
    const elsewhere = { ...here, cpus: 64 }
    const mixed = [run('x', 1, elsewhere), ...recorded]
    expect(judgeBudgets(run('new', 1), budget, mixed)[0]?.expected).toContain(
      '1 more measured elsewhere are left out',
    )
    expect(judgeBudgets(run('new', 1), budget, mixed, { allowUnlike: true })).toMatchObject([{ runs: 6 }])
    const cloud = [0, 1, 2].map((index) => run(`c${index}`, 1 + index / 50, elsewhere, 'cloud'))
    const [judged] = judgeBudgets(run('new', 1, here, 'cloud'), budget, cloud)
    expect(judged).toMatchObject({ runs: 3, expected: expect.stringContaining('64 CPUs') })
  })
})
