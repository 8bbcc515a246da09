import { mergeConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'
import { suite } from './vitest.config.ts'

/** What takes long or needs more than Node: every kill point, bursts, soaks, oracles. `npm run test:all` ends with it. */
export default mergeConfig(suite('long', ['test/**/*.long.test.ts'], []), {
  // They wait more than they work: for processes, pauses and idle periods.
  test: { maxWorkers: 5, sequence: { sequencer: LongestFirst } },
})
