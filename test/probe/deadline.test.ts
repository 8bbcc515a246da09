import { expect, it } from 'vitest'
import { startDeadline } from '../../src/probe/deadline.ts'
import { DEFAULT_TIMEOUTS } from '../../src/probe/prober.ts'

/** What a deadline fails with that is in this stage for as long as it may. */
function failureIn(stage: 'connect' | 'wait', limits: Partial<typeof DEFAULT_TIMEOUTS>): Promise<string> {
  return new Promise((resolve) => {
    const deadline = startDeadline({ ...DEFAULT_TIMEOUTS, ...limits }, (reason) => {
      resolve((reason as Error).message)
    })
    deadline.enter(stage)
  })
}

it.each([
  { stage: 'wait', limits: { connectMs: 5, waitMs: 30 }, says: 'No byte of a reply came within 30 ms.' },
  { stage: 'connect', limits: { connectMs: 5 }, says: 'No TCP connection was made within 5 ms.' },
  {
    stage: 'wait',
    limits: { totalMs: 5 },
    says: 'No byte of a reply came; the request did not complete within 5 ms.',
  },
] as const)(
  'in $stage with $limits the limit of that stage, or of all, is over',
  async ({ stage, limits, says }) => {
    expect(await failureIn(stage, limits)).toBe(says)
  },
)

it('a later stage with a shorter limit is over before the one that came before would have been', async () => {
  const says = await new Promise<string>((resolve) => {
    const limits = { connectMs: 60_000, tlsMs: 60_000, waitMs: 60_000, totalMs: 60_000, downloadMs: 5 }
    const deadline = startDeadline(limits, (reason) => resolve((reason as Error).message))
    deadline.enter('wait')
    deadline.enter('download')
  })
  expect(says).toBe('The reply did not end within 5 ms.')
})

it('of several under way each fails in its own time, whichever was begun first, and one that was stopped never', async () => {
  const failed: string[] = []
  const limited = (name: string, waitMs: number) => {
    const deadline = startDeadline({ ...DEFAULT_TIMEOUTS, waitMs }, () => failed.push(name))
    deadline.enter('wait')
    return deadline
  }
  const long = limited('long', 60_000)
  limited('short', 5)
  const stopped = limited('stopped', 30)
  limited('between', 30)
  stopped.stop()
  stopped.enter('wait')
  await expect.poll(() => failed).toHaveLength(2)
  long.stop()
  expect(failed).toEqual(['short', 'between'])
})

it('one whose signal was aborted before it began fails, unless it is stopped at once', async () => {
  const failed: string[] = []
  const signal = AbortSignal.abort()
  startDeadline(DEFAULT_TIMEOUTS, (reason) => failed.push((reason as Error).message), signal)
  startDeadline(DEFAULT_TIMEOUTS, () => failed.push('stopped'), signal).stop()
  expect(failed).toEqual([])
  await Promise.resolve()
  expect(failed).toEqual(['The measurement was interrupted.'])
})

it('one that is stopped by what another does when its time is over does not fail too', async () => {
  const failed: string[] = []
  const begin = (name: string) =>
    startDeadline({ ...DEFAULT_TIMEOUTS, totalMs: 5 }, () => {
      failed.push(name)
      for (const one of all) one.stop()
    })
  const all = ['first', 'second'].map(begin)
  await expect.poll(() => failed).toHaveLength(1)
  expect(failed).toEqual(['first'])
})
