import { mergeConfig } from 'vitest/config'
import { suite } from './vitest.config.ts'

/** What compares measured times with known ones: one file after the other, since beside others it would measure them. */
export default mergeConfig(suite('alone', ['test/**/*.alone.test.ts'], []), {
  test: { maxWorkers: 1, retry: 2 },
})
