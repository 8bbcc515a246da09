import { expect, test } from 'vitest'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { scriptRun } from '../support/scripted-run.ts'
import { minute, three } from './support/three-targets.ts'

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

test('a burst sends its requests together and records every reply', async () => {
  const run = scriptRun({ cold: 5, warm: 0, coldBy: 'burst', burst: 5, idle: '11m' }, [scriptedTarget('a')])
  const { samples } = await run.execute()
  expect(samples.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5].map((n) => `0.a.burst${n}`))
  expect(samples.every(({ coldBy }) => coldBy === 'burst')).toBe(true)
})
