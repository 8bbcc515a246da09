import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyBudgets, checkBudgetTargets, prepareBudgets, withBaselineRun } from '../../src/bench/budgets.ts'
import { benchConfig } from '../../src/config/bench-config.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { compactResult } from '../../src/store/baseline-run.ts'
import { saveBaseline } from '../../src/store/baselines.ts'
import { coldSample, runFileOf, targetOf, waitsOf } from '../support/run-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const resultOf = (factor: number) =>
  computeResult(runFileOf(waitsOf(12, factor).map((wait) => coldSample('lambda', wait))))

describe('budgets of a bench', () => {
  it('are read before anything is measured', async () => {
    const config = benchConfig.parse({ budgets: ['cold.p59 < 1s'] })
    await expect(prepareBudgets(config, '/')).rejects.toMatchObject({ code: 'bad-budget' })
    const open = benchConfig.parse({ budgets: ['cold.p50 < baseline'] })
    await expect(prepareBudgets(open, '/')).rejects.toMatchObject({ code: 'no-baseline' })
    const lost = benchConfig.parse({ baseline: 'main' })
    await expect(prepareBudgets(lost, temporaryFolder())).rejects.toMatchObject({ code: 'no-such-result' })
  })

  it('name targets that exist, replicas by their group', async () => {
    const budgets = await prepareBudgets(benchConfig.parse({ budgets: ['lambda.cold.p50 < 1s'] }), '/')
    const replica = targetOf('lambda#1', { group: 'lambda' })
    expect(() => checkBudgetTargets(budgets, [replica])).not.toThrow()
    expect(() => checkBudgetTargets(budgets, [targetOf('vercel')])).toThrow(
      expect.objectContaining({ code: 'bad-budget' }),
    )
  })

  it('are judged against the baseline and decide the exit code', async () => {
    const cwd = temporaryFolder()
    await saveBaseline(compactResult(resultOf(1)), { cwd, name: 'main', force: false })
    const config = benchConfig.parse({ budgets: ['cold.p50 < baseline * 1.1'], baseline: 'main' })
    const budgets = await prepareBudgets(config, cwd)
    expect(applyBudgets(resultOf(1.5), budgets)).toMatchObject({
      exitCode: 99,
      result: { budgets: [{ verdict: 'fail' }] },
    })
    expect(applyBudgets(resultOf(1), budgets).exitCode).toBe(0)
  })

  it('are recorded with the run that latest, or the beginning of an id, means now', async () => {
    const cwd = temporaryFolder()
    await mkdir(join(cwd, 'results'))
    const run = runFileOf([coldSample('lambda', 10)])
    const lines = [run.header, ...run.samples.map((sample) => ({ type: 'sample', sample }))]
    const path = join(cwd, 'results', `${run.header.run}.jsonl`)
    await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    await saveBaseline(compactResult(resultOf(1)), { cwd, name: 'main', force: false })
    const recorded = async (baseline: string) =>
      (await withBaselineRun(benchConfig.parse({ baseline }), cwd)).baseline
    expect(await recorded('latest')).toBe(run.header.run)
    expect(await recorded(run.header.run.slice(0, -1))).toBe(run.header.run)
    for (const name of ['main', path]) expect(await recorded(name)).toBe(name)
  })

  it('end with 3 without a verdict, unless that is allowed', async () => {
    const limits = { budgets: ['cold.p95 < 1h'] }
    const strict = await prepareBudgets(benchConfig.parse(limits), '/')
    expect(applyBudgets(resultOf(1), strict).exitCode).toBe(3)
    const lenient = await prepareBudgets(benchConfig.parse({ ...limits, allowInconclusive: true }), '/')
    expect(applyBudgets(resultOf(1), lenient).exitCode).toBe(0)
  })
})
