import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageFolder } from '../src/core/built-entry.ts'
import { runModule } from './support/run-module.ts'

function readmeBlocks(): string[] {
  const section = readFileSync(join(packageFolder(), 'README.md'), 'utf8').split('## From code')[1] ?? ''
  return [...section.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code ?? '')
}

test('the README’s “From code” runs as it stands: measure, report, compare', async () => {
  const [library = '', statistics = ''] = readmeBlocks()
  const printed = await runModule(library)
  expect(printed).toContain('ms warm; recorded in')
  expect(printed).toContain('Local engine, not the cloud')
  expect(printed).toMatch(/'lambda', 'cold'/)
  expect(await runModule(statistics)).toMatch(/^100 /)
})
