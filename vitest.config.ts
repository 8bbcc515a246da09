import { join } from 'node:path'
import { env } from 'node:process'
import { defineConfig } from 'vitest/config'
import { PATIENCE_MS, PATIENCE_OF_ONE_WAIT_MS } from './test/support/patience.ts'

/** .ci/run reads the counts from the files in this folder. */
const reports = env.COLDSTART_TEST_REPORTS

/**
 * What `npm test` (`short`) and the rest of `npm run test:all` (`long`, `alone`) have in common.
 * @param name of the report
 */
export function suite(name: 'short' | 'long' | 'alone', include: string[], exclude: string[]) {
  return defineConfig({
    test: {
      include,
      exclude: ['test/live/**', '**/node_modules/**', ...exclude],
      globalSetup: ['test/support/build.ts', 'test/support/leave-nothing.ts'],
      testTimeout: PATIENCE_MS,
      hookTimeout: PATIENCE_MS,
      teardownTimeout: PATIENCE_MS,
      expect: { poll: { timeout: PATIENCE_OF_ONE_WAIT_MS } },
      maxWorkers: 3,
      // Room for short-lived objects: collecting them takes a tenth of the suite's CPU otherwise.
      execArgv: ['--max-semi-space-size=64'],
      // Real runs, on shared CI machines above all: not every test foresees a sample that the machine was too busy to time.
      retry: (name === 'short' ? 0 : 1) + (env.CI ? 1 : 0),
      // A module is loaded once a worker, not once a file: nothing in src keeps state. What mocks a module renews them.
      isolate: name !== 'short',
      // What was compiled for one run is read by the next, by the content of each file.
      experimental: { fsModuleCache: true },
      reporters: reports ? ['default', ['json', { outputFile: join(reports, `${name}.json`) }]] : ['default'],
      env: { NO_COLOR: '1' },
    },
  })
}

export default suite('short', ['test/**/*.test.ts'], ['test/**/*.{long,alone}.test.ts'])
