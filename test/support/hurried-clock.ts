import type { Clock } from '../../src/core/clock.ts'
import { systemClock } from '../../src/core/system-clock.ts'

const LONGEST_SLEEP_MS = 5

/**
 * The machine's clock with short sleeps. For clients of a stand-in, whose states last for a number of calls and not
 * for a time: nobody needs to wait for them, and every date is still a real one.
 */
export const hurriedClock: Clock = {
  ...systemClock,
  sleep: (ms, signal) => systemClock.sleep(Math.min(ms, LONGEST_SLEEP_MS), signal),
}
