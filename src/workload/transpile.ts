import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, parse, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ColdstartError } from '../core/errors.ts'
import { foldersAbove } from '../core/folders-above.ts'
import { randomName } from '../core/ids.ts'
import { moveFile } from '../core/move-file.ts'
import { makeOwnFolder } from '../core/own-folder.ts'
import { readVersion } from '../core/version.ts'
import { findDecoratorMetadata } from './decorator-metadata.ts'
import { mapStacks } from './map-stacks.ts'
import { keepPackages } from './own-packages.ts'
import { keepPlaces } from './own-places.ts'
import { readTsconfigs } from './read-tsconfigs.ts'

/** A function's file as Node can run it. */
export interface Transpiled {
  /** Name of the module, to lie beside its source. */
  readonly name: string
  readonly text: string
  /** Its source map. */
  readonly map: string
}

/** What is kept of one transpilation: valid as long as every file that went into it is the same. */
interface Kept extends Transpiled {
  readonly inputs: Readonly<Record<string, string>>
}

type Esbuild = typeof import('esbuild')

/**
 * Transpiles a TypeScript function with esbuild: the user's own modules become one, packages stay where they are
 * (`keepPackages` says which do not), so that `./x.js` may mean x.ts, and tsconfig's paths hold. Kept by content in `.coldstart/typescript` beside the package.
 * @param file absolute path
 * @param format module system of the outcome
 * @param root the package's folder
 * @throws ColdstartError `transpiler-missing`, `not-transpiled` with esbuild's own words
 */
export async function transpile(file: string, format: 'esm' | 'cjs', root: string): Promise<Transpiled> {
  const esbuild = await findEsbuild(file)
  const tsconfigs = await readTsconfigs(dirname(file))
  const words = [await readVersion(), esbuild.version, format, file, ...tsconfigs]
  const cache = join(root, '.coldstart', 'typescript', `${hash(words.join(' '))}.json`)
  const kept = await readKept(cache)
  if (kept) return kept
  const name = freeName(file, format)
  const made = await esbuild
    .build({
      entryPoints: [file],
      outfile: join(dirname(file), name),
      absWorkingDir: root,
      bundle: true,
      platform: 'node',
      target: 'node20',
      ...(await jsxOf(file, tsconfigs)),
      plugins: [
        keepPackages(dirname(file)),
        keepPlaces(dirname(file), await findDecoratorMetadata(file, tsconfigs)),
      ],
      format,
      sourcemap: 'external',
      banner: { js: mapStacks(format) },
      metafile: true,
      write: false,
      logLevel: 'silent',
    })
    .catch((cause: BuildFailure) => {
      throw new ColdstartError('not-transpiled', { path: file, reason: reasonOf(cause) })
    })
  const text = made.outputFiles.find(({ path }) => !path.endsWith('.map'))?.text ?? ''
  const map = made.outputFiles.find(({ path }) => path.endsWith('.map'))?.text ?? ''
  const inputs = await hashInputs(Object.keys(made.metafile.inputs).map((path) => resolve(root, path)))
  const outcome = { name, text, map }
  await keep(cache, root, { ...outcome, inputs })
  return outcome
}

/** What esbuild rejects with. */
interface BuildFailure {
  readonly errors?: readonly { text: string; location?: { file: string; line: number } | null }[]
}

/** Where esbuild stopped, and why, in its own words. */
export function reasonOf(cause: BuildFailure): string {
  const [first] = cause.errors ?? []
  const place = first?.location ? `${first.location.file}:${first.location.line}: ` : ''
  return place + (first?.text ?? String(cause))
}

/**
 * Where nothing says what JSX means, it is what React 17 and Vercel make of it; and so it is where tsconfig.json leaves it
 * to a bundler, as Next.js wants it.
 */
async function jsxOf(file: string, tsconfigs: readonly string[]): Promise<{ jsx?: 'automatic' }> {
  const said = tsconfigs.flatMap((text) => /"jsx"\s*:\s*"([\w-]+)"/.exec(text)?.[1] ?? [])
  if (said.length > 0)
    return said.every((one) => /^(?:preserve|react-native)$/.test(one)) ? { jsx: 'automatic' } : {}
  const isSaid =
    tsconfigs.length > 0 || foldersAbove(dirname(file)).some((one) => existsSync(join(one, 'jsconfig.json')))
  if (isSaid || !/x$/.test(file)) return {}
  return /\bReact\b|@jsx\b/.test(await readFile(file, 'utf8')) ? {} : { jsx: 'automatic' }
}

/**
 * The project's own, else one beside coldstart.
 * @throws ColdstartError `transpiler-missing`
 */
export async function findEsbuild(file: string): Promise<Esbuild> {
  for (const from of [pathToFileURL(file).href, import.meta.url]) {
    try {
      const found = await import(pathToFileURL(createRequire(from).resolve('esbuild')).href)
      return (found.default ?? found) as Esbuild
    } catch {}
  }
  throw new ColdstartError('transpiler-missing', { path: file })
}

/** Lambda's handler string has room for one dot in all; a file that is there already is not replaced. */
function freeName(file: string, format: 'esm' | 'cjs'): string {
  const ending = format === 'esm' ? '.mjs' : '.cjs'
  const stem = parse(file).name.replaceAll('.', '-')
  return (
    [stem, `${stem}__typescript`]
      .map((one) => one + ending)
      .find((name) => !existsSync(join(dirname(file), name))) ?? `${stem}__coldstart${ending}`
  )
}

async function hashInputs(paths: readonly string[]): Promise<Record<string, string>> {
  const read = paths.map(async (path) => [path, hash(await readFile(path))] as const)
  return Object.fromEntries(await Promise.all(read))
}

async function readKept(cache: string): Promise<Transpiled | undefined> {
  try {
    const { inputs, ...outcome } = JSON.parse(await readFile(cache, 'utf8')) as Kept
    const now = await hashInputs(Object.keys(inputs))
    return Object.entries(inputs).every(([path, sum]) => now[path] === sum) ? outcome : undefined
  } catch {
    return undefined
  }
}

/** A folder that cannot be written to costs time and nothing else. */
async function keep(cache: string, root: string, kept: Kept): Promise<void> {
  const draft = join(dirname(cache), `${basename(cache)}.${randomName(6)}`)
  try {
    makeOwnFolder(root)
    await mkdir(dirname(cache), { recursive: true })
    await writeFile(draft, JSON.stringify(kept))
    await moveFile(draft, cache)
  } catch {}
}

function hash(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
