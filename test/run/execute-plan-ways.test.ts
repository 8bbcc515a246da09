import { expect, test } from 'vitest'
import type { Deployment } from '../../src/core/deployment.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { scriptRun } from '../support/scripted-run.ts'
import { minute, three } from './support/three-targets.ts'

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

test('adaptive idle may grow from the usual idle period where none was given', () => {
  const run = scriptRun({ cold: 4, warm: 0, adaptiveIdle: true, seed: 2 }, [scriptedTarget('a')], {
    keepAliveMs: 10 * minute,
  })
  expect(run.plan.rounds[0]?.visits[0]?.way?.growsToMs).toBe(4 * 15 * minute)
})
