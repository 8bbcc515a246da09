import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageFolder } from '../src/core/built-entry.ts'
import { readmeBlocks, runModule } from './support/run-module.ts'

/** The code below `@example` in the docstring of an exported function. */
function docstringExample(path: string): string {
  const example = /@example\n(.*?)\n \*\n/s.exec(readFileSync(join(packageFolder(), path), 'utf8'))?.[1] ?? ''
  return example.replace(/^ \* ?/gm, '')
}

test('the examples of bench, report and compare in their docstrings run as they stand', async () => {
  const examples = ['bench', 'report', 'compare'].map((name) => docstringExample(`src/bench/${name}.ts`))
  for (const example of examples) expect(example).toMatch(/await \w+\(/)
  const [first = '', second = '', third = ''] = examples
  const printed = await runModule(
    `import { bench, compare, report } from 'coldstart'\n${first}\n{\n${second}\n}\n{\n${third}\nconsole.log(rows.length)\n}`,
  )
  expect(printed).toMatch(/^lambda \d/)
})

test('the README’s “From code” runs as it stands: measure, report', async () => {
  const [library = ''] = readmeBlocks()
  const printed = await runModule(library)
  expect(printed).toContain('ms warm; recorded in')
  expect(printed).toContain('Local engine, not the cloud')
  expect(printed).toMatch(/'lambda', 'cold'/)
})
