import { expect, test } from 'vitest'
import type { Sample } from '../../src/core/sample.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { memoryJournal, type ScriptedRun, scriptRun } from '../support/scripted-run.ts'

const minute = 60_000
const three = [scriptedTarget('a'), scriptedTarget('b'), scriptedTarget('c')]
const config = { cold: 4, warm: 8, idle: '15m', seed: 11 }

const ids = (samples: readonly Sample[]) => samples.map(({ id }) => id)

/** Interrupts the run when so many samples are recorded. */
function stopAfter(run: ScriptedRun, count: number) {
  return (event: { type: string }) => {
    const done = run.lines.filter(({ type }) => type === 'sample').length
    if (event.type === 'sample' && done === count) run.controller.abort(new Error('interrupted'))
  }
}

test.each([1, 2, 5, 17, 35])(
  'interrupted after sample %i and resumed, a run has every sample of the plan once, in order',
  async (count) => {
    const whole = await scriptRun(config, three).execute()
    const run = scriptRun(config, three)
    const partial = await run.execute({ onEvent: stopAfter(run, count) })
    expect(partial.footer).toBeUndefined()
    expect(partial.samples).toHaveLength(count)

    const resumed = await run.execute({ signal: new AbortController().signal, earlier: partial })
    expect(resumed.footer?.samples).toBe(36)
    expect(ids(resumed.samples)).toEqual(ids(whole.samples))
    expect(run.platform.log).toHaveLength(36)
  },
)

test('an interrupt ends the idle waits at once and writes no footer', async () => {
  const run = scriptRun(config, three)
  const executing = run.execute({
    onEvent: (event) => void (event.type === 'idle-started' && run.controller.abort()),
  })
  expect((await executing).samples).toHaveLength(0)
  expect(run.clock.monotonicMs()).toBeLessThan(minute)
  expect(run.lines.map(({ type }) => type)).toEqual(['header'])
})

test('a request in flight at an interrupt gets a moment to finish, and is recorded', async () => {
  const run = scriptRun(config, three)
  run.platform.beforeReply = () => run.controller.abort()
  const { samples } = await run.execute({ graceMs: 5000 })
  expect(samples).toHaveLength(1)
})

test('a request that does not finish in that moment is cut off and not recorded', async () => {
  const run = scriptRun(config, three)
  const hanging = new Promise<never>(() => {})
  const { samples } = await run.execute({
    prober: {
      ...run.platform.prober,
      probe: (_, { signal }) => {
        run.controller.abort()
        return Promise.race([
          hanging,
          new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
        ])
      },
    },
    graceMs: 5000,
  })
  expect(samples).toHaveLength(0)
  expect(run.clock.monotonicMs()).toBeGreaterThanOrEqual(5000)
})

test('idle deadlines are recomputed from the wall clock, and a longer idle is recorded as what it was', async () => {
  const run = scriptRun(config, three)
  const partial = await run.execute({ onEvent: stopAfter(run, 9) })
  const before = run.clock.monotonicMs()
  await run.clock.sleep(40 * minute)
  const resumed = await run.execute({ signal: new AbortController().signal, earlier: partial })
  const next = resumed.samples.filter(({ id }) => id.startsWith('1.') && id.endsWith('.cold'))
  for (const { idleMs = 0 } of next) expect(idleMs / minute).toBeGreaterThan(40)
  expect(Date.parse(next[0]?.startedAt ?? '') - Date.UTC(2026, 10, 23) - before).toBeLessThan(41 * minute)
})

test('a visit that was cut in two goes on with its warm invocations, flagged', async () => {
  const run = scriptRun(config, three)
  const partial = await run.execute({ onEvent: stopAfter(run, 2) })
  const resumed = await run.execute({ signal: new AbortController().signal, earlier: partial })
  expect(resumed.samples[2]).toMatchObject({ intended: 'warm', flags: ['after-resume'] })
  expect(resumed.samples[3]?.flags ?? []).not.toContain('after-resume')
})

test('when the journal cannot be written, the run stops and no wait goes on', async () => {
  const run = scriptRun(config, three)
  const journal = memoryJournal(run.lines)
  let lines = 0
  await expect(
    run.execute({
      journal: {
        ...journal,
        append: (line) => (++lines > 3 ? Promise.reject(new Error('no space left')) : journal.append(line)),
      },
    }),
  ).rejects.toThrow('no space left')
  expect(run.platform.log).toHaveLength(4)
})
