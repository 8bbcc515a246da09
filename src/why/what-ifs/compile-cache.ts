import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { execPath } from 'node:process'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { moveFile } from '../../core/move-file.ts'
import { nodeFlag } from '../../engine/environment-process.ts'
import { MODULES_FOLDER } from '../../workload/left-out.ts'
import { scanModule } from '../../workload/scan-module.ts'
import { formatOf } from './bundle.ts'
import { importPath, linkEachPackage } from './copy-package.ts'
import { WhatIfImpossible, type WhatIfKind, type WhatIfSubject } from './what-if.ts'

/** Where the function's own modules lie: code that is read from one place has one cache, in every environment. */
const APP = '___app'
const CACHE = '.compile-cache'
const LONGEST_MS = 60_000

/**
 * A compile cache that is made at build and shipped in the package: at a cold start the task folder is read-only and
 * /tmp empty, so one that fills itself never helps.
 */
export const compileCache: WhatIfKind = {
  name: 'compile-cache',
  title: 'compile cache, shipped in the package',
  applies: ({ nodeVersion }) => hasCompileCache(nodeVersion),
  async make(subject, copy) {
    if (!hasCompileCache(subject.nodeVersion))
      throw new WhatIfImpossible(
        `Node ${subject.nodeVersion.replace('v', '')} has no compile cache; 22.8 and later have one`,
      )
    const folder = await copy()
    const app = await moveApart(subject, folder)
    const cache = join(app, CACHE)
    await mkdir(cache)
    const entry = join(folder, subject.entry)
    await mkdir(dirname(entry), { recursive: true })
    await writeFile(entry, await starter(subject, cache))
    await fill(entry, folder, subject)
    return {
      entry,
      how: `two lines before everything else, and a build step that runs the function once: import { enableCompileCache } from 'node:module'; enableCompileCache('${CACHE}')`,
      notes: [
        'The cache holds for one Node version, architecture, path and set of V8 flags; build it on what the platform runs, with its NODE_OPTIONS.',
      ],
      proof: { env: { NODE_DEBUG_NATIVE: 'COMPILE_CACHE' }, read: readHits },
    }
  },
}

/** How many modules a start took from the cache, by what Node says of it itself. */
function readHits(output: string): string {
  const accepted = output.match(/\bwas accepted\b/g)?.length ?? 0
  const rejected = output.match(/\bwas rejected\b/g)?.length ?? 0
  if (accepted === 0)
    throw new WhatIfImpossible(
      `the cache is not used: a start took none of its modules from it${rejected > 0 ? ` and rejected ${rejected}` : ''}`,
    )
  const others = rejected > 0 ? `, and rejected ${rejected}` : ''
  return `A start on the engine took ${accepted} module${accepted === 1 ? '' : 's'} from the cache${others}.`
}

function hasCompileCache(nodeVersion: string): boolean {
  const [major = 0, minor = 0] = nodeVersion.replace('v', '').split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 8)
}

/** Moves the copy's own files into a package of their own, beside the dependencies. */
async function moveApart({ root }: WhatIfSubject, folder: string): Promise<string> {
  const modules = await linkEachPackage(root, folder)
  const app = join(modules, APP)
  await mkdir(app)
  for (const name of await readdir(folder))
    if (name !== MODULES_FOLDER) await moveFile(join(folder, name), join(app, name))
  await cp(join(app, 'package.json'), join(folder, 'package.json')).catch(() => {})
  return app
}

/** A module that switches the cache on and then loads the function. */
async function starter(subject: WhatIfSubject, cache: string): Promise<string> {
  const path = JSON.stringify(importPath(subject.entry, `${MODULES_FOLDER}/${APP}/${subject.entry}`))
  const place = JSON.stringify(cache)
  if (formatOf(subject) === 'cjs')
    return `require('node:module').enableCompileCache(${place})\nmodule.exports = require(${path})\n`
  const { exports } = await scanModule(subject.source)
  const lines = exports.map((name) =>
    name === 'default' ? 'export default real.default' : `export const ${name} = real.${name}`,
  )
  return [
    "import { enableCompileCache } from 'node:module'",
    `enableCompileCache(${place})`,
    `const real = await import(${path})`,
    ...lines,
    '',
  ].join('\n')
}

/** Loads the function once, and writes what was compiled; under the engine's flags, since the cache holds for those. */
async function fill(
  entry: string,
  cwd: string,
  { variables, memoryMb }: Pick<WhatIfSubject, 'variables' | 'memoryMb'>,
): Promise<void> {
  const script = `import module from 'node:module'; await import(${JSON.stringify(pathToFileURL(entry).href)}); module.flushCompileCache(); process.exit(0)`
  try {
    await promisify(execFile)(execPath, [nodeFlag(memoryMb), '--input-type=module', '-e', script], {
      cwd,
      env: { ...variables },
      timeout: LONGEST_MS,
    })
  } catch (error) {
    throw new WhatIfImpossible(
      `the function could not be loaded to fill the cache: ${
        String((error as { stderr?: string }).stderr ?? error)
          .trim()
          .split('\n')
          .find((line) => /Error/.test(line)) ?? 'it failed'
      }`,
    )
  }
  await forEveryUser(cwd)
}

/** Node keeps a cache by the number of its user, which in an environment of the engine may be another one. */
async function forEveryUser(folder: string): Promise<void> {
  const cache = join(folder, MODULES_FOLDER, APP, CACHE)
  for (const name of await readdir(cache)) {
    const [, version] = /^(.+)-\d+$/.exec(name) ?? []
    if (version !== undefined && !name.endsWith('-0'))
      await cp(join(cache, name), join(cache, `${version}-0`), { recursive: true })
  }
}
