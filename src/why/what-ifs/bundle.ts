import { createRequire } from 'node:module'
import { basename, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isColdstartError, messageOf } from '../../core/errors.ts'
import { posixRelative } from '../../core/posix-path.ts'
import { moduleTypeOf } from '../../workload/package-root.ts'
import { findEsbuild } from '../../workload/transpile.ts'
import { type Variant, WhatIfImpossible, type WhatIfKind, type WhatIfSubject } from './what-if.ts'

/** A module system. */
export type Format = 'esm' | 'cjs'

/** What makes `require` work for CommonJS inside an ES module. */
const REQUIRE = "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);"

/** With esbuild, minified. */
export const bundle: WhatIfKind = {
  name: 'bundle',
  title: 'bundle with esbuild, minified',
  make: (subject, copy) => bundled(subject, copy, { minify: true }),
}

/** With esbuild, not minified. */
export const bundleUnminified: WhatIfKind = {
  name: 'bundle-unminified',
  title: 'bundle with esbuild, not minified',
  make: (subject, copy) => bundled(subject, copy, { minify: false }),
}

/** With rolldown, where the project has it. */
export const bundleRolldown: WhatIfKind = {
  name: 'bundle-rolldown',
  title: 'bundle with rolldown, minified',
  applies: (subject) => resolveFrom(subject, 'rolldown') !== undefined,
  async make(subject, copy) {
    const path = resolveFrom(subject, 'rolldown')
    if (path === undefined) throw new WhatIfImpossible('rolldown is not installed in the project')
    const { rolldown } = (await import(pathToFileURL(path).href)) as typeof import('rolldown')
    const folder = await copy()
    const file = join(folder, subject.entry)
    const format = formatOf(subject)
    const build = await rolldown({
      input: file,
      cwd: folder,
      platform: 'node',
      logLevel: 'silent',
      external: addonsOf(subject),
    })
    try {
      await build.write({ file, format, minify: true, codeSplitting: false })
    } catch (error) {
      throw new WhatIfImpossible(`rolldown: ${messageOf(error).split('\n')[0]}`)
    } finally {
      await build.close()
    }
    return {
      entry: file,
      how: `npx rolldown ${writtenAs(subject)} --platform node --format ${format} --minify -o dist/${basename(subject.entry)}`,
    }
  },
}

async function bundled(
  subject: WhatIfSubject,
  copy: () => Promise<string>,
  { minify }: { readonly minify: boolean },
): Promise<Variant> {
  const { entry } = subject
  const esbuild = await esbuildFor(subject)
  const folder = await copy()
  const format = formatOf(subject)
  const external = addonsOf(subject)
  await built(esbuild.build({ ...common(folder, entry, entry, format), minify, external }))
  const flags = [
    '--bundle',
    '--platform=node',
    `--format=${format}`,
    ...(minify ? ['--minify'] : []),
    ...external.map((name) => `--external:${name}`),
    `--outfile=dist/${basename(entry)}`,
    ...(format === 'esm' ? [`--banner:js="${REQUIRE}"`] : []),
  ]
  return { entry: join(folder, entry), how: `npx esbuild ${writtenAs(subject)} ${flags.join(' ')}` }
}

/** What every build of a copy has in common. @param folder of the copy; the others are relative to it */
export function common(folder: string, entry: string, outfile: string, format: Format) {
  return {
    entryPoints: [join(folder, entry)] as string[],
    outfile: join(folder, outfile),
    absWorkingDir: folder,
    allowOverwrite: true,
    bundle: true,
    platform: 'node' as const,
    target: 'node20',
    format,
    logLevel: 'silent' as const,
    ...(format === 'esm' && { banner: { js: REQUIRE } }),
  }
}

/** @throws WhatIfImpossible with esbuild's own words */
export async function built(building: Promise<unknown>): Promise<void> {
  try {
    await building
  } catch (error) {
    const [first] = (error as { errors?: readonly { readonly text: string }[] }).errors ?? []
    throw new WhatIfImpossible(`esbuild: ${first?.text ?? messageOf(error)}`)
  }
}

/** The project's own, else the one beside coldstart. @throws WhatIfImpossible where there is none */
export async function esbuildFor({ own }: WhatIfSubject) {
  try {
    return await findEsbuild(own.entry)
  } catch (error) {
    if (!isColdstartError(error)) throw error
    throw new WhatIfImpossible('esbuild is not installed; npm install --save-dev esbuild')
  }
}

/** The file as its author knows it. */
export function writtenAs({ own, root }: WhatIfSubject): string {
  return posixRelative(root, own.entry)
}

/** Packages with native addons cannot be put into a file. */
function addonsOf({ load }: WhatIfSubject): string[] {
  const packages = load.modules.filter(({ format }) => format === 'addon').map((module) => module.package)
  return [...new Set(packages)]
}

/** What the entry is, by its ending or by its package.json. */
export function formatOf({ own, entry, source }: Pick<WhatIfSubject, 'own' | 'entry' | 'source'>): Format {
  const ending = extname(entry)
  if (ending === '.mjs') return 'esm'
  if (ending === '.cjs') return 'cjs'
  const type = moduleTypeOf(join(own.entry, '..'))
  if (type !== undefined) return type === 'module' ? 'esm' : 'cjs'
  return /^\s*(?:import\s*[\w{*'"]|export\s)/m.test(source) ? 'esm' : 'cjs'
}

function resolveFrom({ own }: WhatIfSubject, name: string): string | undefined {
  try {
    return createRequire(own.entry).resolve(name)
  } catch {
    return undefined
  }
}
