import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { systemClock } from '../../src/core/system-clock.ts'
import { startProber } from '../../src/probe/start-prober.ts'
import { startHttpServer } from '../support/loopback-server.ts'
import { failuresOf, timedOf } from '../support/sample-failures.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { scriptRun } from '../support/scripted-run.ts'

/** By default; docs/METHODOLOGY.md says so. */
const GAP_MS = 250
const REPLY_AFTER_MS = 4 * GAP_MS

/** A function whose every reply is that of a new instance, and takes as long as four gaps. */
async function startSlowFunction() {
  const arrived: string[] = []
  let inFlight = 0
  let most = 0
  const server = await startHttpServer(async ({ url = '' }, reply) => {
    arrived.push(new URL(url, 'http://host').searchParams.get('target') ?? '')
    most = Math.max(most, ++inFlight)
    const instance = { id: `i${arrived.length}`, invocation: 1, startedAt: new Date().toISOString() }
    await sleep(REPLY_AFTER_MS)
    inFlight--
    reply.end(JSON.stringify(instance))
  })
  return { server, arrived, most: () => most }
}

test('replicas on a cloud begin 250 ms apart by a real clock, in the order of the plan, while those before still wait', async () => {
  const slow = await startSlowFunction()
  const url = `${slow.server.origin}/`
  const replicas = ['f#1', 'f#2', 'f#3', 'f#4'].map((id) => scriptedTarget(id, { group: 'f', url }))
  const run = scriptRun({ cold: 8, warm: 0, idle: '1ms', seed: 3 }, replicas)
  const begun: number[] = []
  const hold = async () => {
    begun.push(systemClock.monotonicMs())
    return async () => {}
  }
  const { provider, connection } = run.platform.opened
  const prober = await startProber({ warmUp: ['http'] })
  try {
    const providers = new Map([['scripted', { provider, connection: { ...connection, hold } }]])
    const { samples } = await run.execute({ providers, prober, clock: systemClock })
    expect(samples).toHaveLength(8)
    // This machine may have been too busy to time some of them.
    expect(failuresOf(samples)).toEqual([])
    expect(new Set(timedOf(samples).map(({ observed }) => observed))).toEqual(new Set(['cold']))
  } finally {
    await prober.close()
    await slow.server.close()
  }
  const planned = run.plan.rounds.flatMap(({ visits }) => visits.map(({ target }) => target))
  expect(slow.arrived).toEqual(planned)
  expect(slow.most()).toBeGreaterThan(1)
  const gaps = begun.slice(1).map((at, index) => at - (begun[index] as number))
  expect(gaps.filter((ms) => ms < GAP_MS)).toEqual([])
})
