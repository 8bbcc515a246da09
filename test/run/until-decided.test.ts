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

/** What a run asks at its looks: how many invocations were measured by then, and at which confidence. */
function recordLooks({ isDecided }: Pick<ReturnType<typeof scripted>, 'isDecided'>) {
  const looks: { invocations: number; confidence: number }[] = []
  return {
    looks,
    isDecided(soFar: Result, confidence: number) {
      const invocations = soFar.summaries.reduce((sum, one) => sum + one.invocations, 0)
      looks.push({ invocations, confidence })
      return isDecided(soFar, confidence)
    },
  }
}

test('a run that goes on makes the looks that are left, each once and as it was to be', async () => {
  const whole = scripted()
  const all = recordLooks(whole)
  const { samples } = await whole.run.execute({ isDecided: all.isDecided })
  for (const [stopped, left] of [
    [12, all.looks],
    [13, all.looks.slice(1)],
    [16, all.looks.slice(1)],
    [19, all.looks.slice(2)],
  ] as const) {
    const again = scripted()
    const { looks, isDecided } = recordLooks(again)
    await again.run.execute({ isDecided, earlier: { samples: samples.slice(0, stopped), notes: [] } })
    expect(looks, `stopped after ${stopped}`).toEqual(left)
  }
  expect(all.looks.slice(0, 3).map(({ invocations }) => invocations)).toEqual([12, 16, 20])
})

test('a run that was stopped in the round in which a function was given up takes the rest of it', async () => {
  const changes = { warm: 72 }
  const whole = scripted(changes)
  const { rounds } = whole.run.plan
  const bIsFirst = rounds.findIndex(({ number, visits }) => number > 0 && visits[0]?.target === 'b')
  const before = rounds
    .slice(0, bIsFirst)
    .flatMap(({ visits }) => visits)
    .reduce((sum, { cold, warm }) => sum + cold + warm, 0)
  const { samples, notes } = await whole.run.execute({
    isDecided: whole.isDecided,
    onEvent(event) {
      if (event.type !== 'sample' || event.done !== before) return
      for (let time = 0; time < 10; time++)
        whole.run.platform.failNext('b', { kind: 'function', message: 'it throws' })
    },
  })
  expect(notes.map(({ kind }) => kind)).toEqual(['target-given-up'])
  const earlier = { samples: samples.slice(0, before + 10), notes }
  const again = scripted(changes)
  const resumed = await again.run.execute({ isDecided: again.isDecided, earlier })
  expect(resumed.samples.map(({ id }) => id)).toEqual(samples.map(({ id }) => id))
  expect(samples.length).toBeGreaterThan(before + 10)
})

test('a run that was stopped between giving a function up and the first sample after it takes that round', async () => {
  const whole = scripted()
  let [done, doneAtNote] = [0, 0]
  const { samples, notes } = await whole.run.execute({
    isDecided: whole.isDecided,
    onEvent(event) {
      if (event.type === 'sample') done = event.done
      if (event.type === 'note') doneAtNote = done
      if (event.type !== 'sample' || event.done !== 2) return
      for (let time = 0; time < 10; time++)
        whole.run.platform.failNext('b', { kind: 'function', message: 'it throws' })
    },
  })
  expect(notes.map(({ kind }) => kind)).toEqual(['target-given-up'])
  expect(doneAtNote % 2).toBe(0)
  expect(samples).toHaveLength(doneAtNote + 1)
  const again = scripted()
  const earlier = { samples: samples.slice(0, doneAtNote), notes }
  const resumed = await again.run.execute({ isDecided: again.isDecided, earlier })
  expect(resumed.samples.map(({ id }) => id)).toEqual(samples.map(({ id }) => id))
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
