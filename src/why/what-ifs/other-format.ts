import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { basename, extname, join } from 'node:path'
import { execPath } from 'node:process'
import { promisify } from 'node:util'
import type { Plugin } from 'esbuild'
import { moveFile } from '../../core/move-file.ts'
import { transpile } from '../../workload/transpile.ts'
import { built, common, esbuildFor, type Format, formatOf, writtenAs } from './bundle.ts'
import { WhatIfImpossible, type WhatIfKind, type WhatIfSubject } from './what-if.ts'

const LONGEST_MS = 30_000

/** The function's own modules as one of the other module system; packages then load the build that they have for it. */
export const otherFormat: WhatIfKind = {
  name: 'format',
  title: 'the other module system',
  // Its packager and its launcher take ES modules only.
  applies: ({ contract }) => contract !== 'netlify',
  async make(subject, copy) {
    const folder = await copy()
    const format = formatOf(subject) === 'esm' ? 'cjs' : 'esm'
    const entry =
      subject.entry.slice(0, -extname(subject.entry).length) + (format === 'esm' ? '.mjs' : '.cjs')
    if (subject.generated.length > 0) {
      const { text } = await transpile(subject.own.entry, format, subject.root)
      await writeFile(join(folder, entry), text)
    } else {
      await convert(subject, folder, entry, format)
    }
    const words = format === 'cjs' ? 'CommonJS' : 'ES modules, each require of a package an import'
    return {
      entry: join(folder, entry),
      how:
        format === 'cjs'
          ? `npx esbuild ${writtenAs(subject)} --bundle --packages=external --platform=node --format=cjs --outfile=${basename(entry)}`
          : 'import and export in place of require and exports in your own modules, and .mjs or "type": "module"',
      notes: [`Your own modules as ${words}; packages then load the build that they have for it.`],
    }
  },
}

async function convert(subject: WhatIfSubject, folder: string, entry: string, format: Format): Promise<void> {
  const esbuild = await esbuildFor(subject)
  if (format === 'cjs') {
    await built(esbuild.build({ ...common(folder, subject.entry, entry, format), packages: 'external' }))
    return
  }
  const names = await exportsOf(join(folder, subject.entry), folder, subject.variables)
  const stub = join(folder, '___as-esm.js')
  const own = JSON.stringify(`./${subject.entry}`)
  const lines = names.map((name, index) =>
    name === 'default'
      ? 'export default it.default'
      : `const e${index} = it[${JSON.stringify(name)}]; export { e${index} as ${JSON.stringify(name)} }`,
  )
  await writeFile(stub, [`import * as it from ${own}`, ...lines, ''].join('\n'))
  const out = join(folder, '___as-esm.mjs')
  await built(
    esbuild.build({
      ...common(folder, basename(stub), basename(out), format),
      plugins: [importWhatIsRequired],
    }),
  )
  await moveFile(out, join(folder, entry))
}

/**
 * Has packages imported where they were required: one that is CommonJS for `import` too is what `require` gives, any
 * other its namespace. Two modules, since esbuild takes what imports for an ES module, and requiring that gives a
 * namespace.
 */
const importWhatIsRequired: Plugin = {
  name: 'import-what-is-required',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind, namespace }) => {
      if (namespace === 'required') return { path: path.slice(IMPORTED.length), namespace: 'imported' }
      if (isBuiltin(path) || namespace === 'imported' || kind !== 'require-call')
        return { path, external: true }
      return { path, namespace: 'required' }
    })
    build.onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(IMPORTED + path)}).real`,
    }))
    build.onLoad({ filter: /.*/, namespace: 'imported' }, ({ path }) => {
      const name = JSON.stringify(path)
      const known = `createRequire(import.meta.url).cache[fileURLToPath(import.meta.resolve(${name}))]`
      return {
        contents: [
          `import * as it from ${name}`,
          "import { fileURLToPath } from 'node:url'",
          "import { createRequire } from 'node:module'",
          `const known = ${known}`,
          'export const real = known ? known.exports : it',
        ].join('\n'),
      }
    })
  },
}

const IMPORTED = 'imported:'

/** What a CommonJS module exports, found by loading it in a process of its own. */
async function exportsOf(
  file: string,
  cwd: string,
  variables: Readonly<Record<string, string>>,
): Promise<string[]> {
  const script = `const it = require(${JSON.stringify(file)}); const names = Object.keys(it).filter((name) => name !== '__esModule'); process.stdout.write('\\n' + JSON.stringify(typeof it === 'function' ? [...new Set([...names, 'default'])] : names)); process.exit(0)`
  try {
    const { stdout } = await promisify(execFile)(execPath, ['-e', script], {
      cwd,
      env: { ...variables },
      timeout: LONGEST_MS,
    })
    return JSON.parse(stdout.split('\n').at(-1) ?? '') as string[]
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? error).split('\n')
    throw new WhatIfImpossible(
      `the function could not be loaded alone: ${(said.find((line) => /Error/.test(line)) ?? 'it failed').trim()}`,
    )
  }
}
