import { type Zippable, zipSync } from 'fflate'
import { hashFiles, type PackageFile } from '../../workload/package-files.ts'
import type { Workload } from '../../workload/workload.ts'
import { readManifest, textFile } from '../function-files.ts'

export interface FunctionPackage {
  readonly zip: Uint8Array
  readonly sha256: string
}

const FRAMEWORK = '@google-cloud/functions-framework'

/** A fixed time and mode make the same files the same bytes. DOS time has no zone, so local parts are meant. */
const ENTRY = { mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16 } as const

/**
 * The source zip for Google. Its Node buildpack wants package.json with `main` at the root and installs what it
 * names, so dependencies are left out; a package.json that names the function as its main is taken as it is.
 */
export async function makePackage(workload: Workload): Promise<FunctionPackage> {
  const manifest = await readManifest(workload)
  const code = await workload.files()
  const files =
    manifest && isMain(manifest.main, workload.entry)
      ? code
      : [manifestFor(workload, manifest), ...code.filter(({ path }) => path !== 'package.json')]
  return { zip: zipSync(toEntries(files), { level: 9 }), sha256: hashFiles(files) }
}

function isMain(main: unknown, entry: string): boolean {
  return (typeof main === 'string' ? main.replace(/^\.\//, '') : 'index.js') === entry
}

function manifestFor({ entry }: Workload, own: Readonly<Record<string, unknown>> | undefined): PackageFile {
  // The framework is named outright: a buildpack that has to add it by itself warns about it.
  const dependencies = { [FRAMEWORK]: '^5.0.0', ...(own?.dependencies as object | undefined) }
  const manifest = { ...(own ?? { name: 'coldstart-hello' }), main: entry, dependencies }
  return textFile('package.json', `${JSON.stringify(manifest, null, 2)}\n`)
}

function toEntries(files: readonly PackageFile[]): Zippable {
  return Object.fromEntries(files.map(({ path, bytes }) => [path, [bytes, ENTRY]]))
}
