import { expect, test } from 'vitest'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { scriptRun } from '../support/scripted-run.ts'
import { minute } from './support/three-targets.ts'

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
