import { env } from 'node:process'
import { defineConfig } from 'vitest/config'

/** .ci/run reads the counts from this file. */
const report = env.COLDSTART_TEST_REPORT

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/live/**', '**/node_modules/**'],
    globalSetup: ['test/support/build.ts'],
    testTimeout: 20_000,
    maxWorkers: 2,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    env: { NO_COLOR: '1' },
  },
})
