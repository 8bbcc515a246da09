import { expect, test } from 'vitest'
import { readmeBlocks, runModule } from './support/run-module.ts'

test('the README’s “From code” runs as it stands: compare', async () => {
  const [, statistics = ''] = readmeBlocks()
  expect(await runModule(statistics)).toMatch(/^100 /)
})
