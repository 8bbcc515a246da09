import { expect, test } from 'vitest'
import type { Deployment } from '../../src/core/deployment.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { scriptRun } from '../support/scripted-run.ts'

const minute = 60_000
const three = [scriptedTarget('a'), scriptedTarget('b'), scriptedTarget('c')]

test('idle waits of different targets overlap: 4 rounds of 15 minutes take an hour, not three', async () => {
  const run = scriptRun({ cold: 4, warm: 8, idle: '15m', seed: 1 }, three)
  const { samples, footer } = await run.execute()
  expect(samples).toHaveLength(36)
  expect(footer?.samples).toBe(36)
  const hours = run.clock.monotonicMs() / (60 * minute)
  expect(hours).toBeGreaterThanOrEqual(1)
  expect(hours).toBeLessThan(1.01)
})

test('every cold-intended invocation comes after at least its idle period, counted from the last reply', async () => {
  const run = scriptRun({ cold: 5, warm: 10, idle: '12m', seed: 3 }, three)
  const { samples } = await run.execute()
  const colds = samples.filter(({ intended }) => intended === 'cold')
  expect(colds.every(({ observed }) => observed === 'cold')).toBe(true)
  const known = colds.filter(({ idleMs }) => idleMs !== undefined)
  expect(known).toHaveLength(12)
  for (const { idleMs } of known) expect(idleMs).toBeGreaterThanOrEqual(12 * minute)
  expect(colds.filter(({ flags }) => flags?.includes('idle-since-start'))).toHaveLength(3)
})

test('warm invocations follow their cold one on the same instance, the first of them flagged', async () => {
  const run = scriptRun({ cold: 3, warm: 9, idle: '12m', seed: 3 }, three)
  const { samples } = await run.execute()
  for (let at = 0; at < samples.length; at += 4) {
    const visit = samples.slice(at, at + 4)
    expect(visit.map(({ intended }) => intended)).toEqual(['cold', 'warm', 'warm', 'warm'])
    expect(new Set(visit.map(({ instance }) => instance?.id)).size).toBe(1)
    expect(visit.map(({ flags }) => flags?.includes('first-warm') ?? false)).toEqual([
      false,
      true,
      false,
      false,
    ])
  }
})

test.each([
  { idle: '20s', longestMs: 20_000 },
  { idle: '2s', longestMs: 10_000 },
])(
  'fifty targets of 0.2 s at $idle are idle for the same time, within a tenth',
  async ({ idle, longestMs }) => {
    const fifty = Array.from({ length: 50 }, (_, index) => scriptedTarget(`t${index}`))
    const run = scriptRun({ cold: 4, warm: 0, idle, seed: 5 }, fifty, { keepAliveMs: 500 })
    const { samples } = await run.execute()
    const idles = samples.flatMap(({ idleMs }) => idleMs ?? [])
    expect(idles).toHaveLength(150)
    expect(Math.max(...idles)).toBeLessThanOrEqual(1.1 * longestMs)
    expect(Math.min(...idles)).toBeGreaterThanOrEqual(0.9 * longestMs)
  },
)

test('two measured requests never overlap', async () => {
  const run = scriptRun({ cold: 4, warm: 4, idle: '11m', replicas: 1, seed: 9 }, three)
  let inFlight = 0
  let most = 0
  const { prober } = run.platform
  await run.execute({
    prober: {
      ...prober,
      async probe(request, options) {
        most = Math.max(most, ++inFlight)
        const reply = await prober.probe(request, options)
        inFlight--
        return reply
      },
    },
  })
  expect(most).toBe(1)
})

test('the journal has each sample before the next request is sent', async () => {
  const run = scriptRun({ cold: 2, warm: 4, idle: '11m', seed: 9 }, three)
  run.platform.beforeReply = () => {
    const written = run.lines.filter(({ type }) => type === 'sample').length
    expect(written).toBe(run.platform.log.length)
  }
  const { samples } = await run.execute()
  expect(samples).toHaveLength(18)
})

test('replicas of one function are met one after another with a gap', async () => {
  const replicas = [0, 1, 2].map((replica) => scriptedTarget(`f#${replica}`, { replica, group: 'f' }))
  const run = scriptRun({ cold: 6, warm: 0, idle: '11m', replicaGap: '2s', seed: 4 }, replicas)
  await run.execute()
  const times = run.platform.log.map(({ atMs }) => atMs)
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2000)
  expect(run.clock.monotonicMs()).toBeLessThan(2 * 12 * minute)
})

test('replicas on a cloud are met side by side in its lanes, each a gap after the one before; others alone', async () => {
  const replicas = Array.from({ length: 4 }, (_, replica) =>
    scriptedTarget(`f#${replica}`, { replica, group: 'f' }),
  )
  const alone = scriptedTarget('alone')
  const run = scriptRun({ cold: 8, warm: 0, idle: '11m', replicaGap: '10ms', seed: 4 }, [...replicas, alone])
  const { prober } = run.platform
  const inFlight = new Set<string>()
  const met: string[][] = []
  await run.execute({
    prober: {
      ...prober,
      async probe(request, options) {
        const id = JSON.stringify(request)
        inFlight.add(id)
        met.push([...inFlight])
        const reply = await prober.probe(request, options)
        inFlight.delete(id)
        return reply
      },
    },
  })
  const startsMs = run.platform.log.map(({ atMs }) => atMs)
  const gaps = startsMs.slice(1).map((at, index) => at - (startsMs[index] ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10)
  expect(Math.max(...met.map((ids) => ids.length))).toBeGreaterThan(1)
})

test('several idle periods, evictions and the first invocation are ways of their own', async () => {
  const targets = three.map((target) => ({ ...target, deployment: `d-${target.id}` }))
  const run = scriptRun({ cold: 2, warm: 0, idle: '1m,20m', coldBy: 'idle,evict', seed: 5 }, targets)
  const deployments = targets.map((target): Deployment => {
    return {
      id: target.deployment,
      provider: 'scripted',
      createdAt: '2026-11-23T00:00:00.000Z',
      resources: [],
      targets: [target],
    }
  })
  const { samples } = await run.execute({ header: { ...run.header, deployments } })
  const of = (coldBy: string, planned?: number) =>
    samples
      .filter((sample) => sample.coldBy === coldBy && sample.plannedIdleMs === planned)
      .map(({ observed }) => observed)
  expect(of('first')).toEqual(['cold', 'cold', 'cold'])
  expect(of('idle', minute)).toEqual(Array.from({ length: 6 }, () => 'warm'))
  expect(of('idle', 20 * minute)).toEqual(Array.from({ length: 6 }, () => 'cold'))
  expect(of('evict')).toEqual(Array.from({ length: 6 }, () => 'cold'))
})

test('a burst sends its requests together and records every reply', async () => {
  const run = scriptRun({ cold: 5, warm: 0, coldBy: 'burst', burst: 5, idle: '11m' }, [scriptedTarget('a')])
  const { samples } = await run.execute()
  expect(samples.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5].map((n) => `0.a.burst${n}`))
  expect(samples.every(({ coldBy }) => coldBy === 'burst')).toBe(true)
})

test('with adaptive idle, the period grows after each instance that survived, up to the cap', async () => {
  const run = scriptRun({ cold: 5, warm: 0, idle: '2m', adaptiveIdle: true, maxIdle: '1h', seed: 2 }, [
    scriptedTarget('a'),
  ])
  const { samples } = await run.execute()
  expect(samples.map(({ plannedIdleMs = 0 }) => plannedIdleMs / minute)).toEqual([2, 2, 4, 8, 16])
  expect(samples.map(({ observed }) => observed)).toEqual(['cold', 'warm', 'warm', 'warm', 'cold'])
})

test('idle since its last recorded reply, a target is invoked at once, and its idle period is that time', async () => {
  const run = scriptRun({ cold: 1, warm: 1, idleSinceRecorded: true }, [
    scriptedTarget('a'),
    scriptedTarget('b'),
  ])
  const lastReplies = new Map([['a', run.clock.wallMs() - 26 * 60 * minute]])
  const { samples, notes } = await run.execute({ lastReplies })
  expect(run.clock.monotonicMs()).toBeLessThan(minute)
  const [a, b] = ['a', 'b'].map((id) => samples.find(({ target }) => target === id))
  expect(a).toMatchObject({ intended: 'cold', coldBy: 'idle', flags: ['idle-since-recorded'] })
  expect((a?.idleMs ?? 0) / minute).toBeCloseTo(26 * 60, 1)
  expect(b).toMatchObject({ intended: 'cold', coldBy: 'idle', flags: ['idle-unknown'] })
  expect(b).not.toHaveProperty('idleMs')
  expect(notes).toMatchObject([{ kind: 'idle-unknown', target: 'b' }])
  for (const one of [a, b]) expect(one).not.toHaveProperty('plannedIdleMs')
})

test('a target that only fails is visited no more after three failures, and the note says why', async () => {
  const run = scriptRun({ cold: 4, warm: 8, idle: '11m', seed: 1 }, three)
  for (let time = 0; time < 50; time++)
    run.platform.failNext('b', { kind: 'timeout', message: 'no reply within 60 s' })
  const { samples, notes, footer } = await run.execute({ isReachable: async () => true })
  expect(samples.filter(({ target }) => target === 'b')).toHaveLength(3)
  expect(samples.filter(({ target }) => target === 'a')).toHaveLength(12)
  expect(notes.map(({ kind, target }) => ({ kind, target }))).toEqual([
    { kind: 'target-given-up', target: 'b' },
  ])
  expect(footer).toBeDefined()
})

test('with a stopping rule a function is left alone once its median is known, and the note names the rule', async () => {
  const run = scriptRun({ cold: 10, maxCold: 60, warm: 0, idle: '11m', untilCi: '10%', seed: 6 }, three)
  const { samples, notes } = await run.execute()
  expect(samples).toHaveLength(30)
  expect(notes.map(({ kind }) => kind)).toEqual(['until-ci', 'until-ci', 'until-ci'])
  expect(notes[0]?.message).toMatch(/within ± 10 %, after 10 to 60 samples/)
})

test('adaptive idle may grow from the usual idle period where none was given', () => {
  const run = scriptRun({ cold: 4, warm: 0, adaptiveIdle: true, seed: 2 }, [scriptedTarget('a')], {
    keepAliveMs: 10 * minute,
  })
  expect(run.plan.rounds[0]?.visits[0]?.way?.growsToMs).toBe(4 * 15 * minute)
})

test('a stopping rule holds for a silent function too: its cold starts are inferred as they come', async () => {
  const run = scriptRun({ cold: 10, maxCold: 60, warm: 30, idle: '11m', untilCi: '10%', seed: 6 }, [
    scriptedTarget('a'),
  ])
  const { opened } = run.platform
  const silent = { ...opened, connection: { ...opened.connection, interpret: () => ({}) } }
  const { samples, notes } = await run.execute({ providers: new Map([['scripted', silent]]) })
  expect(samples.filter(({ intended }) => intended === 'cold')).toHaveLength(10)
  expect(notes.map(({ kind }) => kind)).toEqual(['until-ci'])
})
