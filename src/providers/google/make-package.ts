import { join } from 'node:path'
import { type Zippable, zipSync } from 'fflate'
import { hashFiles, type PackageFile, readFunctionFiles, textFile } from '../function-files.ts'
import { readJsonFile, textOf } from '../json-file.ts'

export interface FunctionPackage {
  readonly zip: Uint8Array
  readonly sha256: string
}

const ADAPTER = 'google.mjs'

/** Google's Node buildpack wants package.json with `main` at the root of the zip, and installs what it names. */
const MANIFEST = {
  name: 'coldstart-hello',
  type: 'module',
  main: ADAPTER,
  // Named outright: a buildpack that has to add it by itself warns about it.
  dependencies: { '@google-cloud/functions-framework': '^5.0.0' },
}

/** A fixed time and mode make the same files the same bytes. DOS time has no zone, so local parts are meant. */
const ENTRY = { mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16 } as const

/**
 * The source zip for Google: a folder with a package.json of its own is taken as it is (without node_modules,
 * which Google installs anew), any other needs `google.mjs`, as fixtures/hello has it.
 * @param paddingKb incompressible bytes to add, the same ones every time
 * @throws ColdstartError `cannot-deploy` when the folder has no such entry
 */
export async function makePackage(folder: string, paddingKb = 0): Promise<FunctionPackage> {
  const own = await readJsonFile(join(folder, 'package.json'))
  const entry = own ? (textOf(own.main) ?? 'index.js').replace(/^\.\//, '') : ADAPTER
  const read = await readFunctionFiles(folder, entry, 'google', paddingKb)
  const wanted = read.filter(({ path }) => !path.split('/').includes('node_modules'))
  const manifest = textFile('package.json', `${JSON.stringify(MANIFEST, null, 2)}\n`)
  const files = own ? wanted : [manifest, ...wanted]
  return { zip: zipSync(toEntries(files), { level: 9 }), sha256: hashFiles(files) }
}

function toEntries(files: readonly PackageFile[]): Zippable {
  return Object.fromEntries(files.map(({ path, bytes }) => [path, [bytes, ENTRY]]))
}
