import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { promisify } from 'node:util'
import type { LoadReport, LoadRow } from '../../core/load-report.ts'
import { findAllImports } from '../find-import.ts'
import { formatOf } from './bundle.ts'
import { importPath } from './copy-package.ts'
import { type LazyPackage, lazyShim } from './lazy-shim.ts'
import { WhatIfImpossible, type WhatIfKind, type WhatIfSubject } from './what-if.ts'

/** So many packages are tried: those that take longest. */
const TRIED = 3
const LONGEST_MS = 30_000

/** The packages that take longest to load, with all that they import, of those that own modules import themselves. */
export function slowestImports(load: LoadReport): LoadRow[] {
  const direct = new Set(importedByOwn(load).map((module) => module.package))
  return load.rows
    .filter(({ kind, name }) => kind === 'package' && direct.has(name))
    .sort((a, b) => b.totalMs - a.totalMs)
    .slice(0, TRIED)
}

function importedByOwn({ modules }: LoadReport) {
  return modules.filter(({ parent, package: name }) => {
    const importer = parent === undefined ? undefined : modules[parent]
    return importer?.package === 'your code' && name !== importer.package
  })
}

/** One package, loaded when it is first used. */
export function lazyLoad(name: string): WhatIfKind {
  return {
    name: `lazy:${name}`,
    title: `load ${name} on first use`,
    async make(subject, copy) {
      const folder = await copy()
      const changed = await putOff(subject, name, folder)
      if (changed.length === 0)
        throw new WhatIfImpossible(`no module of your own imports ${name} at its top level`)
      return {
        entry: join(folder, subject.entry),
        how: `replace the import in ${changed.join(', ')} by one inside the function that needs it: const it = await import('${name}')`,
      }
    },
  }
}

/** Puts a shim in place of a package wherever own modules import it. @returns the modules that were changed */
async function putOff(subject: WhatIfSubject, name: string, folder: string): Promise<string[]> {
  const own = subject.load.modules.filter((module) => module.package === 'your code')
  const named = own
    .map((module) => module.name.replace(/^\.\//, ''))
    .filter((file) => /\.[cm]?js$/.test(file))
  // What runs may be made of a file of another name.
  const files = [...new Set([subject.entry, ...named])]
  const shims = new Map<string, Promise<string>>()
  const changed: string[] = []
  for (const file of files) {
    const path = join(folder, file)
    const source = await readFile(path, 'utf8').catch(() => '')
    const found = (await findAllImports(source)).filter(({ specifier }) => isOf(name, specifier))
    if (found.length === 0) continue
    const format = formatOf({ own: subject.own, entry: file, source })
    let text = source
    for (const { specifier, from, to } of found.toReversed()) {
      const key = `${format} ${specifier}`
      const made = shims.get(key) ?? writeShim(subject, specifier, format, folder, shims.size)
      shims.set(key, made)
      text = text.slice(0, from) + importPath(file, await made) + text.slice(to)
    }
    await writeFile(path, text)
    changed.push(file)
  }
  return changed
}

function isOf(name: string, specifier: string): boolean {
  return specifier === name || specifier.startsWith(`${name}/`)
}

async function writeShim(
  subject: WhatIfSubject,
  specifier: string,
  format: 'esm' | 'cjs',
  folder: string,
  count: number,
): Promise<string> {
  const found = await inspect(subject, specifier, format, folder)
  const name = `___lazy-${count}.${format === 'esm' ? 'mjs' : 'cjs'}`
  await writeFile(join(folder, name), lazyShim(found, format))
  return name
}

/** Loads a package in a process of its own, and says what it exports. */
async function inspect(
  { variables, entry }: WhatIfSubject,
  specifier: string,
  format: 'esm' | 'cjs',
  folder: string,
): Promise<LazyPackage> {
  const script = inspection(join(folder, entry), specifier, format)
  try {
    const args = ['--experimental-import-meta-resolve', '--no-warnings', '--input-type=module', '-e', script]
    const { stdout } = await promisify(execFile)(execPath, args, {
      cwd: folder,
      env: { ...variables },
      timeout: LONGEST_MS,
    })
    return JSON.parse(stdout.split('\n').at(-1) ?? '') as LazyPackage
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string }
    const reason = stderr.split('\n').find((line) => /Error/.test(line)) ?? 'it could not be loaded alone'
    throw new WhatIfImpossible(`${specifier}: ${reason.trim()}`)
  }
}

/** The program that does it. @param entry absolute path of the module that imports the package */
function inspection(entry: string, specifier: string, format: 'esm' | 'cjs'): string {
  const from = JSON.stringify(entry)
  return `
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
const require = createRequire(${from})
const specifier = ${JSON.stringify(specifier)}
const path = ${format === 'esm' ? `fileURLToPath(import.meta.resolve(specifier, pathToFileURL(${from}).href))` : 'require.resolve(specifier)'}
const exported = require(path)
const isEsm = exported?.[Symbol.toStringTag] === 'Module'
const kindOf = (value) => typeof value === 'function' ? 'function' : typeof value === 'object' && value !== null && !Array.isArray(value) ? 'object' : 'literal'
const names = Object.keys(Object(exported))
const facts = names.map((name) => {
  const value = exported[name]
  const kind = kindOf(value)
  if (kind !== 'literal') return { name, kind }
  const literal = JSON.stringify(value)
  return { name, kind, literal: literal ?? 'undefined' }
})
const whole = isEsm ? undefined : kindOf(exported)
process.stdout.write('\\n' + JSON.stringify({ path, exports: facts, whole }))
process.exit(0)`
}
