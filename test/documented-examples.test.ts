import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { temporaryFolder } from './support/temporary-folder.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Runs a module in an empty folder where the package is installed. @returns what it printed */
async function runModule(code: string): Promise<string> {
  const cwd = temporaryFolder()
  mkdirSync(join(cwd, 'node_modules'))
  symlinkSync(root, join(cwd, 'node_modules', 'coldstart'), 'junction')
  writeFileSync(join(cwd, 'example.mjs'), code)
  const { stdout } = await promisify(execFile)(process.execPath, ['example.mjs'], { cwd })
  return stdout
}

function readmeBlocks(): string[] {
  const section = read('README.md').split('## From code')[1] ?? ''
  return [...section.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code ?? '')
}

/** The code below `@example` in the docstring of an exported function. */
function docstringExample(path: string): string {
  const example = /@example\n(.*?)\n \*\n/s.exec(read(path))?.[1] ?? ''
  return example.replace(/^ \* ?/gm, '')
}

test('the README’s “From code” runs as it stands: measure, report, compare', async () => {
  const [library = '', statistics = ''] = readmeBlocks()
  const printed = await runModule(library)
  expect(printed).toContain('ms warm; recorded in')
  expect(printed).toContain('Local engine, not the cloud')
  expect(printed).toMatch(/'lambda', 'cold'/)
  expect(await runModule(statistics)).toMatch(/^100 /)
}, 120_000)

test('the examples of bench, report and compare in their docstrings run as they stand', async () => {
  const examples = ['bench', 'report', 'compare'].map((name) => docstringExample(`src/bench/${name}.ts`))
  for (const example of examples) expect(example).toMatch(/await \w+\(/)
  const [first = '', second = '', third = ''] = examples
  const printed = await runModule(
    `import { bench, compare, report } from 'coldstart'\n${first}\n{\n${second}\n}\n{\n${third}\nconsole.log(rows.length)\n}`,
  )
  expect(printed).toMatch(/^lambda \d/)
}, 120_000)
