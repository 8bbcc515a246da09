import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { PackageFile } from '../../workload/package-files.ts'
import type { Workload } from '../../workload/workload.ts'
import { readWithModules, textFile } from '../function-files.ts'
import { type Deflated, writeZip } from './write-zip.ts'

const BOOTSTRAP_PACKAGE = '@netlify/serverless-functions-api'

/** One function as Netlify takes it. */
export interface FunctionZip {
  readonly name: string
  readonly zip: Uint8Array
  readonly sha256: string
  /** `stream` for v2; v1 functions have none. */
  readonly invocationMode?: 'stream'
  /** What Netlify's packager says about its work in `functions_config`. */
  readonly buildData: Readonly<Record<string, string | number>>
}

/**
 * Packs one function as Netlify's packager does (zip-it-and-ship-it 14.7): v2 with its bootstrap, an entry
 * point, metadata and the telemetry loader; v1 with `<name>.mjs` and the loader. Both are compared in the
 * conformance suite. The user's files are packed as they are, not bundled into one.
 * @param generation changes with every deploy, so that Netlify makes new functions of the same code
 */
export async function zipFunction(
  name: string,
  workload: Workload,
  generation: string,
  bootstrap: Bootstrap,
): Promise<FunctionZip> {
  const code = await readWithModules(workload, 'Netlify')
  const { entry, form } = workload
  const files = [
    ...(form === 'v1' ? v1Files(name, entry, generation) : v2Files(name, entry, generation, bootstrap)),
    ...code,
  ]
  const zip = writeZip([...files, bootstrap.telemetry], bootstrap.deflated)
  const sha256 = createHash('sha256').update(zip).digest('hex')
  if (form === 'v1') return { name, zip, sha256, buildData: { runtimeAPIVersion: 1 } }
  const buildData = { bootstrapVersion: bootstrap.version, runtimeAPIVersion: 2 }
  return { name, zip, sha256, invocationMode: 'stream', buildData }
}

/** Lambda's handler is `<name>.handler`. */
function v1Files(name: string, entry: string, generation: string): PackageFile[] {
  return [textFile(`${name}.mjs`, `// ${generation}\nexport { handler } from './${entry}'\n`)]
}

function v2Files(
  name: string,
  entry: string,
  generation: string,
  { bootstrap, version }: Bootstrap,
): PackageFile[] {
  const entryPoint = [
    "import * as bootstrap from './___netlify-bootstrap.mjs'",
    `export const handler = bootstrap.getLambdaHandler('./${name}.mjs')`,
  ].join(';')
  return [
    textFile('___netlify-entry-point.mjs', entryPoint),
    textFile('___netlify-metadata.json', JSON.stringify({ bootstrap_version: version, version: 1 })),
    bootstrap,
    textFile(`${name}.mjs`, `// ${generation}\nexport { default } from './${entry}'\n`),
  ]
}

/** What Netlify's packager adds to every function of the v2 API. */
export interface Bootstrap {
  readonly bootstrap: PackageFile
  readonly telemetry: PackageFile
  /** What of these and other shared files was compressed already. */
  readonly deflated: Deflated
  readonly version: string
}

/** Netlify's own bootstrap and telemetry loader, out of the package that its packager takes them from. */
export async function readBootstrap(): Promise<Bootstrap> {
  const manifestPath = createRequire(import.meta.url).resolve(`${BOOTSTRAP_PACKAGE}/package.json`)
  const folder = join(dirname(manifestPath), 'dist')
  const [manifest, bootstrap, loader] = await Promise.all([
    readFile(manifestPath, 'utf8'),
    readFile(join(folder, 'index.js')),
    readFile(join(folder, 'telemetry', 'instrumentation.js'), 'utf8'),
  ])
  const preamble = '\nvar SERVICE_NAME = undefined;\nvar SERVICE_VERSION = undefined;\n'
  return {
    bootstrap: { path: '___netlify-bootstrap.mjs', bytes: bootstrap },
    telemetry: textFile('___netlify-telemetry.mjs', `${preamble}${loader}\n`),
    deflated: new WeakMap(),
    version: String(JSON.parse(manifest).version),
  }
}
