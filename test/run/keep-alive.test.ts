import { expect, test } from 'vitest'
import { benchConfig } from '../../src/config/bench-config.ts'
import { planRun } from '../../src/plan/make-plan.ts'
import { lifetimesOf, summariseKeepAlive } from '../../src/stats/index.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { scriptRun } from '../support/scripted-run.ts'

const minute = 60_000
const config = { seed: 3, keepalive: { from: '1m', max: '2h', looks: 8 } }
const replicas = ['f', 'g'].flatMap((group) =>
  [1, 2, 3, 4].map((replica) => scriptedTarget(`${group}#${replica}`, { group, replica })),
)
const planned = planRun(benchConfig.parse(config), replicas, new Map())

test('finds the keep-alive time of each function with its replicas side by side', async () => {
  const run = scriptRun(config, replicas, { keepAliveMs: 13 * minute })
  const { samples, footer } = await run.execute(planned)
  expect(footer).toBeDefined()
  for (const group of ['f', 'g']) {
    const own = samples.filter(({ target }) => target.startsWith(group))
    const { medianMs = 0, gone95Ms = 0, alive = 0 } = summariseKeepAlive(lifetimesOf(own)) ?? {}
    expect(alive).toBeGreaterThan(0)
    expect(medianMs).toBeGreaterThanOrEqual(13 * minute)
    expect(medianMs).toBeLessThan(13 * 1.25 * minute)
    expect(gone95Ms).toBe(medianMs)
  }
})

test('one function does not wait for the other: each look comes at its own idle period', async () => {
  const run = scriptRun(config, replicas, { keepAliveMs: 13 * minute })
  const { samples } = await run.execute(planned)
  const looks = samples.filter(({ intended }) => intended === 'cold')
  expect(looks.length).toBeGreaterThan(40)
  for (const { idleMs = 0, plannedIdleMs = 0 } of looks) expect(idleMs - plannedIdleMs).toBeLessThan(10_000)
})

test.each([3, 20, 41])(
  'interrupted after %i samples and resumed, it looks at the same periods',
  async (count) => {
    const whole = await scriptRun(config, replicas, { keepAliveMs: 13 * minute }).execute(planned)
    const run = scriptRun(config, replicas, { keepAliveMs: 13 * minute })
    const partial = await run.execute({
      ...planned,
      onEvent: ({ type }) => {
        if (type === 'sample' && run.platform.log.length === count) run.controller.abort()
      },
    })
    const signal = new AbortController().signal
    const resumed = await run.execute({ ...planned, signal, earlier: partial })
    const periods = (samples: typeof whole.samples) =>
      samples.map(({ id, plannedIdleMs }) => `${id} ${plannedIdleMs}`).toSorted()
    expect(periods(resumed.samples)).toEqual(periods(whole.samples))
  },
)

test('instances that are never gone end the search at the longest period', async () => {
  const run = scriptRun(config, replicas, { keepAliveMs: Number.POSITIVE_INFINITY })
  const { samples } = await run.execute(planned)
  expect(Math.max(...samples.map(({ plannedIdleMs = 0 }) => plannedIdleMs))).toBe(120 * minute)
  expect(summariseKeepAlive(lifetimesOf(samples))?.medianMs).toBeUndefined()
})
