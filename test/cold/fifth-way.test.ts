import { afterAll, expect, test, vi } from 'vitest'
import { resolveConfig } from '../../src/config/resolve-config.ts'
import type { RunHeader } from '../../src/core/run-file.ts'
import { describePlan } from '../../src/plan/describe-plan.ts'
import { table } from '../../src/reporters/table/table.ts'
import { parseBudget } from '../../src/stats/budget/parse-budget.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { sampleDeployment } from '../support/sample-deployment.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { scriptRun } from '../support/scripted-run.ts'
import { pause } from './pause.ts'

// Test files share one module cache: this one has a fresh one, and leaves a fresh one behind.
vi.hoisted(() => vi.resetModules())
afterAll(() => {
  vi.doUnmock('../../src/cold/index.ts')
  vi.resetModules()
})

/** The one line outside of its file that a new way needs: its place in the registry. */
vi.mock('../../src/cold/index.ts', async (original) => {
  const { coldWays } = await original<typeof import('../../src/cold/index.ts')>()
  const { pause: fifth } = await import('./pause.ts')
  return { coldWays: [...coldWays, fifth] }
})

const target = scriptedTarget('f', { deployment: 'coldstart-r1', facts: { freshlyDeployed: false } })

test('a fifth way is one file: configured, planned, run and reported like the others', async () => {
  const { config } = resolveConfig({
    flags: { coldBy: 'pause', pauseFor: '90s', cold: '3', warm: '3', seed: '1' },
  })
  const run = scriptRun(config, [target])
  expect(run.plan.rounds.map(({ visits }) => visits[0]?.way)).toEqual(
    Array.from({ length: 3 }, () => ({ coldBy: 'pause', plannedIdleMs: 90_000 })),
  )
  expect(describePlan(run.plan)).toContain('pause 1 m 30 s (3)')
  const deployments = [sampleDeployment({ provider: 'scripted', targets: [target] })]
  const header: RunHeader = { ...run.header, deployments, ways: [pause.facts] }
  const result = computeResult(await run.execute({ header }))
  const [cold] = result.summaries[0]?.cold ?? []
  expect(cold).toMatchObject({ coldBy: 'pause', plannedIdleMs: 90_000, intended: 3, observed: 3 })
  const report = table(result, { columns: 100, colorLevel: 0 })
  expect(report).toContain('pause 1 m 30 s')
  expect(report).toContain('a cold start after a pause waits')
})

test('its setting asks for it, and its name is offered to whoever mistypes it', () => {
  const { config } = resolveConfig({ flags: { pauseFor: '5s', cold: '1', seed: '1' } })
  const ways = scriptRun(config, [target]).plan.rounds.map(({ visits }) => visits[0]?.way?.coldBy)
  expect(ways.toSorted()).toEqual(['idle', 'pause'])
  expect(() => resolveConfig({ flags: { coldBy: 'puase' } })).toThrow(/did you mean pause/)
  expect(parseBudget('cold.pause.p50 < 1s', { ways: ['pause'] }).operand.coldBy).toBe('pause')
})

test('help lists it with its flag', async () => {
  const { benchOptions } = await import('../../src/cli/bench-options.ts')
  const texts = benchOptions.map(({ flags, text }) => `${flags} ${text}`)
  expect(texts).toContain('--pause-for <duration> how long a pause takes')
  expect(texts.find((text) => text.startsWith('--cold-by'))).toContain('pause')
})
