import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { type Zippable, zipSync } from 'fflate'
import { ColdstartError } from '../../core/errors.ts'
import { seededRandom } from '../../core/random.ts'

export interface FunctionPackage {
  readonly zip: Uint8Array
  readonly sha256: string
}

/** Cloud Build installs it; named outright because buildpacks that add it by themselves warn about it. */
const FRAMEWORK = { '@google-cloud/functions-framework': '^5.0.0' }
const LEFT_OUT = new Set(['node_modules', '.git', '.coldstart', '.env'])
/** A fixed time and mode make the same files the same bytes. DOS time has no zone, so local parts are meant. */
const ENTRY = { mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16 } as const

/**
 * The source zip for Google's Node buildpack: package.json with `main` at its root. A folder with
 * `google.mjs` (fixtures/hello) is packed as that file and the core it imports; any other needs its own package.json.
 * @param paddingKb incompressible bytes to add, the same ones every time
 * @throws ColdstartError `cannot-deploy` when the folder is neither
 */
export async function makePackage(fixture: string, paddingKb = 0): Promise<FunctionPackage> {
  const names = await readdir(fixture).catch((): string[] => [])
  const files = names.includes('google.mjs') ? await fixtureFiles(fixture) : await userFiles(fixture, names)
  if (paddingKb > 0) files['padding.bin'] = [padding(paddingKb * 1024), { ...ENTRY, level: 0 }]
  const zip = zipSync(files, { level: 9 })
  return { zip, sha256: createHash('sha256').update(zip).digest('hex') }
}

async function fixtureFiles(fixture: string): Promise<Zippable> {
  const manifest = { name: 'coldstart-hello', type: 'module', main: 'google.mjs', dependencies: FRAMEWORK }
  const files: Zippable = { 'package.json': [Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), ENTRY] }
  for (const name of ['core.mjs', 'google.mjs']) files[name] = [await readFile(join(fixture, name)), ENTRY]
  return files
}

async function userFiles(folder: string, names: readonly string[]): Promise<Zippable> {
  if (!names.includes('package.json')) {
    const hint =
      'Give a folder with google.mjs beside core.mjs, or with a package.json that names its main file.'
    const reason = `${folder} holds no function for Google Cloud`
    throw new ColdstartError('cannot-deploy', { provider: 'google', reason, hint })
  }
  const files: Zippable = {}
  for (const path of await listFiles(folder))
    files[relative(folder, path).split(sep).join('/')] = [await readFile(path), ENTRY]
  return files
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const wanted = entries.filter(({ name }) => !LEFT_OUT.has(name)).sort((a, b) => (a.name < b.name ? -1 : 1))
  const nested = wanted.map(async (entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? listFiles(path) : entry.isFile() ? [path] : []
  })
  return (await Promise.all(nested)).flat()
}

function padding(bytes: number): Uint8Array {
  const random = seededRandom(bytes)
  return Uint8Array.from({ length: bytes }, () => Math.floor(random() * 256))
}
