import { expect, test } from 'vitest'
import { interpretHttpReply } from '../../src/core/function-report.ts'
import type { Prober } from '../../src/probe/prober.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { scriptRun } from '../support/scripted-run.ts'

const minute = 60_000
const hour = 60 * minute
const two = [scriptedTarget('a'), scriptedTarget('b')]
const config = { cold: 3, warm: 0, idle: '15m', seed: 8 }

test('a machine that slept through an idle period is noticed; the idle time is recorded as what it was', async () => {
  const run = scriptRun(config, two)
  const executing = run.execute()
  await run.clock.sleep(20 * minute)
  run.clock.shiftWall(8 * hour)
  const { samples, notes } = await executing
  expect(notes.map(({ kind }) => kind)).toContain('slept')
  const slept = samples.filter(({ flags }) => flags?.includes('slept'))
  expect(slept).toHaveLength(2)
  for (const { idleMs = 0 } of slept) expect(idleMs).toBeGreaterThan(8 * hour)
})

test('a clock that is set back neither shortens nor lengthens an idle period', async () => {
  const run = scriptRun(config, two)
  const executing = run.execute()
  await run.clock.sleep(20 * minute)
  run.clock.shiftWall(-3 * hour)
  const { samples, notes } = await executing
  expect(notes.map(({ kind }) => kind)).toContain('clock-jumped')
  for (const { idleMs } of samples.filter((sample) => sample.idleMs !== undefined)) {
    expect(idleMs).toBeGreaterThanOrEqual(15 * minute)
    expect(idleMs).toBeLessThan(16 * minute)
  }
  expect(run.clock.monotonicMs()).toBeLessThan(46 * minute)
})

test('a reply during which the machine slept is recorded as an error of this client, not measured', async () => {
  const run = scriptRun(config, two)
  let asked = 0
  run.platform.beforeReply = () => {
    if (++asked === 3) run.clock.shiftWall(hour)
  }
  const { samples } = await run.execute()
  expect(samples).toHaveLength(6)
  expect(samples[2]).toMatchObject({ error: { kind: 'client' }, observed: 'unknown' })
  expect(samples.filter(({ error }) => error)).toHaveLength(1)
})

test.each([
  { body: '<div>Log in</div>', kind: 'protocol' },
  { body: '{"ok":true}', kind: 'client' },
])('what a spoilt reply says of itself comes before that it was not timed: $body', async ({ body, kind }) => {
  const run = scriptRun({ ...config, cold: 1 }, [scriptedTarget('a')])
  const { prober, opened } = run.platform
  const spoilt: Prober = {
    ...prober,
    async probe(request, options) {
      const reply = await prober.probe(request, options)
      const error = { kind: 'client', message: 'This machine stood still' } as const
      return {
        ...reply,
        phases: { ...reply.phases, downloadMs: 0 },
        body: new TextEncoder().encode(body),
        error,
      }
    },
  }
  const connection = { ...opened.connection, interpret: interpretHttpReply }
  const { samples } = await run.execute({
    prober: spoilt,
    providers: new Map([['scripted', { ...opened, connection }]]),
  })
  expect(samples).toMatchObject([{ error: { kind } }])
})

test('a network that is away for ten minutes is waited for and noted; nothing is measured meanwhile', async () => {
  const run = scriptRun({ ...config, cold: 5 }, two)
  let awayUntil = 0
  run.platform.beforeReply = (target) => {
    if (run.platform.log.length === 4 && awayUntil === 0) {
      awayUntil = run.clock.monotonicMs() + 10 * minute
      run.platform.failNext(target, { kind: 'dns', message: 'getaddrinfo EAI_AGAIN' })
    }
  }
  const { samples, notes, footer } = await run.execute({
    isReachable: async () => run.clock.monotonicMs() >= awayUntil,
  })
  expect(notes.map(({ kind }) => kind)).toEqual(['network-away', 'network-back'])
  expect(samples.filter(({ error }) => error)).toHaveLength(1)
  expect(samples).toHaveLength(10)
  expect(footer).toBeDefined()
})

test('a host that fails while others can be reached is an error of that target, and nobody waits', async () => {
  const run = scriptRun(config, two)
  run.platform.beforeReply = (target) => {
    if (run.platform.log.length === 2) run.platform.failNext(target, { kind: 'connect', message: 'refused' })
  }
  const { notes } = await run.execute({ isReachable: async () => true })
  expect(notes.map(({ kind }) => kind)).not.toContain('network-away')
})

test('a request that never reached the function does not restart its idle clock', async () => {
  const run = scriptRun({ ...config, cold: 2 }, [scriptedTarget('a')])
  const failing = scriptRun({ ...config, cold: 3 }, [scriptedTarget('a')])
  failing.platform.beforeReply = (target) => {
    if (failing.platform.log.length === 1 && failing.lines.length === 2)
      failing.platform.failNext(target, { kind: 'connect', message: 'refused' })
  }
  await run.execute()
  const { samples } = await failing.execute({ isReachable: async () => true })
  expect(samples.map(({ error }) => error?.kind)).toEqual([undefined, 'connect', undefined])
  expect(failing.clock.monotonicMs() - run.clock.monotonicMs()).toBeLessThan(1000)
})
