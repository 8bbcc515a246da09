import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { WhyReport } from '../../src/core/why-report.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { explainFile, type Files, moduleIn, rowIn, writeFiles } from './support/explain-files.ts'

const burn = (ms: number) =>
  `import time\nend = time.perf_counter() + ${ms / 1000}\nwhile time.perf_counter() < end:\n    pass\n`

/** What pip leaves of a distribution. */
const installed = (name: string, version: string, files: Readonly<Record<string, string>>): Files => ({
  ...files,
  [`${name}-${version}.dist-info/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
  [`${name}-${version}.dist-info/RECORD`]: Object.keys(files)
    .map((path) => `${path},,\n`)
    .join(''),
})

/** A diamond of packages (core), a cycle of own modules, a namespace package, the standard library. */
const FILES: Files = {
  'app.py': `import json
import decimal

import dear
from shop import store


def handler(event, context):
    import late
    return {"value": store.VALUE}
`,
  'shop/__init__.py': '',
  'shop/store.py': `${burn(60)}from shop import prices\nimport dear.part\nimport cheap\nVALUE = 1\n`,
  'shop/prices.py': 'import shop.store\nimport plain.inside\n',
  'plain/inside.py': '',
  'late.py': '',
  ...installed('Dear-Dist', '1.2', {
    'dear/__init__.py': `import core\n${burn(100)}`,
    'dear/part.py': burn(40),
  }),
  ...installed('cheap', '2.0', { 'cheap.py': `import core\n${burn(20)}` }),
  ...installed('core', '3.1', { 'core.py': burn(30) }),
}

const BURNS = { 'Dear-Dist': 140, './shop/store.py': 60, core: 30, cheap: 20 }
/** How far the share of what is burnt may be from the truth. */
const POINTS = 0.03

async function explain(...words: string[]): Promise<WhyReport> {
  return explainIn(temporaryFolder(), FILES, words)
}

async function explainIn(folder: string, files: Files, words: readonly string[]): Promise<WhyReport> {
  await writeFiles(folder, files)
  return explainFile(folder, ['app.py', '--cold', '5', ...words])
}

test('the imports of a Python function have their own time, importer, distribution and bytes', async () => {
  const report = await explain('--no-what-if')
  const { rows, loadMs, traced } = report.load
  const [burnt, told] = [
    Object.values(BURNS),
    Object.keys(BURNS).map((name) => rowIn(report, name)?.selfMs ?? 0),
  ]
  const [allBurnt, allTold] = [burnt, told].map((one) => one.reduce((sum, ms) => sum + ms, 0)) as [
    number,
    number,
  ]
  for (const [index, name] of Object.keys(BURNS).entries()) {
    const [found, truth] = [(told[index] ?? 0) / allTold, (burnt[index] ?? 0) / allBurnt]
    expect(Math.abs(found - truth), `${name}: ${found} of ${truth}`).toBeLessThan(POINTS)
  }
  const named = rows.map(({ name }) => name).filter((name) => name in BURNS)
  expect(named).toEqual(Object.keys(BURNS))
  expect(rows.reduce((sum, { selfMs }) => sum + selfMs, 0)).toBeCloseTo(loadMs, 6)
  expect(rowIn(report, 'Dear-Dist')).toMatchObject({
    kind: 'package',
    version: '1.2',
    files: 2,
    importedBy: { file: 'app.py', line: 4 },
  })
  expect(rowIn(report, 'core')?.importedBy).toEqual({ file: 'dear/__init__.py', line: 1 })
  expect(rowIn(report, './shop/store.py')?.importedBy).toEqual({ file: 'app.py', line: 5 })
  expect(moduleIn(report, './shop/prices.py')?.bytes).toBe(38)
  expect(rows.find(({ kind }) => kind === 'builtin')?.name).toBe("Python's standard library")
  expect(moduleIn(report, 'decimal')?.package).toBe("Python's standard library")
  expect(traced.language).toBe('python')
})

test('compiled modules in the package are measured, and what is for JavaScript is refused', async () => {
  const { whatIfs } = await explain('--cold', '2', '--forbid', 'lodash')
  expect(whatIfs.map(({ name }) => name)).toEqual(['bytecode'])
  expect(whatIfs[0]?.change?.n).toBe(2)
  expect(whatIfs[0]?.broken ?? whatIfs[0]?.notPossible).toBeUndefined()
  await expect(explain('--what-if', 'bundle')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--what-if bytecode'),
  })
  await expect(explain('--no-what-if', '--forbid', 'core')).rejects.toMatchObject({ code: 99 })
})

test('JavaScript that a Python package ships is nobody’s bundle: no copy of it is made, and none is left', async () => {
  const folder = temporaryFolder()
  const map = { version: 3, sources: ['a.js', 'b.js'], names: [], mappings: 'AAAA;ACAA' }
  const files = {
    'app.py': 'def handler(event, context):\n    return {}\n',
    'static/page.js': 'let a = 1\nlet b = 2\n',
    'static/page.js.map': JSON.stringify(map),
  }
  const { load } = await explainIn(folder, files, ['--cold', '2', '--no-what-if'])
  expect(load.bundles).toBeUndefined()
  expect(await readdir(join(folder, '.coldstart', 'why')).catch(() => [])).toEqual([])
})
