import { expect, test } from 'vitest'
import { applyBudgets, areDecided, readBudgets } from '../../src/bench/budgets.ts'
import { benchConfig } from '../../src/config/bench-config.ts'
import type { Result } from '../../src/core/result.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { scriptRun } from '../support/scripted-run.ts'

const settings = {
  cold: 6,
  warm: 0,
  idle: '11m',
  untilDecided: true,
  budgets: ['cold.p50 < 300ms'],
  maxCold: 100,
  seed: 6,
}
const two = [scriptedTarget('a'), scriptedTarget('b')]

function scripted(changes: Record<string, unknown> = {}, targets = two) {
  const config = { ...settings, ...changes }
  const budgets = readBudgets(benchConfig.parse(config))
  const run = scriptRun(config, targets)
  const isDecided = (soFar: Result, confidence: number) => areDecided(soFar, budgets, confidence)
  return { run, budgets, isDecided }
}

test('rounds go on until every budget has a verdict at the confidence that allows for looking', async () => {
  const { run, budgets, isDecided } = scripted()
  const done = await run.execute({ isDecided })
  const { decision } = done.footer ?? {}
  expect(decision?.confidence).toBeGreaterThan(0.999)
  // The interval of a median at that confidence needs so many samples; the next look ended the run.
  const least = Math.ceil(1 - Math.log2(1 - (decision?.confidence ?? 0)))
  expect(decision?.rounds).toBeGreaterThanOrEqual(least)
  expect(decision?.rounds).toBeLessThan(40)
  expect(done.samples).toHaveLength(2 * (decision?.rounds ?? 0))
  const { result, exitCode } = applyBudgets(computeResult(done), budgets)
  expect(exitCode).toBe(0)
  expect(result.run.decision).toEqual(decision)
  expect(result.budgets).toMatchObject([{ verdict: 'pass' }, { verdict: 'pass' }])
  expect(result.budgets[0]?.interval?.coverage).toBeGreaterThanOrEqual(decision?.confidence ?? 1)
})

test('a run that goes on comes to the same end', async () => {
  const whole = scripted()
  const { samples, footer } = await whole.run.execute({ isDecided: whole.isDecided })
  const again = scripted()
  const earlier = { samples: samples.slice(0, 9), notes: [] }
  const resumed = await again.run.execute({ isDecided: again.isDecided, earlier })
  expect(resumed.samples).toHaveLength(samples.length)
  expect(resumed.footer?.decision).toEqual(footer?.decision)
})

test('ends undecided at the maximum', async () => {
  const { run, budgets, isDecided } = scripted({ budgets: ['warm.p50 < 1s'], maxCold: 20 })
  const done = await run.execute({ isDecided })
  expect(done.footer?.decision).toMatchObject({ rounds: 20, most: 20 })
  expect(applyBudgets(computeResult(done), budgets).result.budgets[0]).toMatchObject({
    verdict: 'inconclusive',
  })
})

test('does not go on for a function that is given up', async () => {
  const { run, isDecided } = scripted()
  for (let time = 0; time < 3; time++) run.platform.failNext('b', { kind: 'function', message: 'it throws' })
  const { samples, footer } = await run.execute({ isDecided })
  expect(samples.length).toBeLessThan(10)
  expect(footer).not.toHaveProperty('decision')
})
