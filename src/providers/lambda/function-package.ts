import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { type Zippable, zipSync } from 'fflate'
import { seededRandom } from '../../core/random.ts'

/** A function as Lambda takes it. */
export interface FunctionPackage {
  readonly zip: Uint8Array
  readonly sha256: string
  /** File names in the archive, sorted. */
  readonly files: readonly string[]
  /** `file.export`. */
  readonly handler: string
}

export interface PackageSpec {
  /** Folder of the function. */
  readonly folder: string
  readonly handler?: string
  /** Bytes that do not compress, to make the package larger. */
  readonly paddingKb?: number
}

/** The earliest time a zip can hold; the same for every file, so that the same sources give the same bytes. */
const ZIP_EPOCH = new Date(1980, 0, 1)
const UNIX = 3
const READABLE_BY_ALL = 0o644
const neverPackaged = new Set(['.git', '.coldstart', '.DS_Store'])

/**
 * Zips a function reproducibly: sorted names, one date, mode 0644 (Lambda runs as another user than the owner).
 * A folder without packages of its own gives only the handler's file and what it imports from beside it;
 * one with package.json or node_modules is packed whole.
 */
export async function packFunction(spec: PackageSpec): Promise<FunctionPackage> {
  const entries = await readdir(spec.folder)
  const whole = entries.includes('package.json') || entries.includes('node_modules')
  const entry = entries.includes('lambda.mjs') ? 'lambda' : 'index'
  const handler = spec.handler ?? `${entry}.handler`
  const names = whole
    ? await listFiles(spec.folder)
    : await listImports(spec.folder, fileOf(handler, entries))
  const files: Zippable = {}
  const attributes = { os: UNIX, attrs: READABLE_BY_ALL << 16, mtime: ZIP_EPOCH } as const
  for (const name of [...names].sort())
    files[name] = [new Uint8Array(await readFile(join(spec.folder, name))), attributes]
  if (spec.paddingKb) files['padding.bin'] = [noise(spec.paddingKb * 1024), { ...attributes, level: 0 }]
  const zip = zipSync(files, { level: 9 })
  const sha256 = createHash('sha256').update(zip).digest('hex')
  return { zip, sha256, files: Object.keys(files).sort(), handler }
}

/** The file a handler names, with whichever ending it has in the folder. */
function fileOf(handler: string, entries: readonly string[]): string {
  const stem = handler.slice(0, handler.lastIndexOf('.'))
  return (
    ['.mjs', '.js', '.cjs', '.py', '.rb'].map((end) => stem + end).find((name) => entries.includes(name)) ??
    stem
  )
}

async function listFiles(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true })
  const lists = entries
    .filter(({ name }) => !neverPackaged.has(name))
    .map(async (entry) => {
      const name = posix.join(below, entry.name)
      return entry.isDirectory() ? listFiles(folder, name) : [name]
    })
  return (await Promise.all(lists)).flat()
}

/** The entry file and every file it imports by a relative name, transitively. */
async function listImports(folder: string, entry: string): Promise<string[]> {
  const found = new Set<string>()
  const waiting = [entry]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue
    found.add(name)
    const source = await readFile(join(folder, name), 'utf8')
    const imports = source.matchAll(/(?:from|import|require\()\s*['"](\.{1,2}\/[^'"]+)['"]/g)
    for (const [, path = ''] of imports) waiting.push(posix.join(posix.dirname(name), path))
  }
  return [...found]
}

/** The same bytes every time, and none that deflate could shorten. */
function noise(length: number): Uint8Array {
  const random = seededRandom(1)
  return Uint8Array.from({ length }, () => Math.floor(random() * 256))
}
