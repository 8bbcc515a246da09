import { defineConfig } from 'vitest/config'

/** The cycle against real accounts, one provider after another: npx vitest run --config vitest.live.config.ts */
export default defineConfig({
  test: {
    include: ['test/live/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    fileParallelism: false,
  },
})
