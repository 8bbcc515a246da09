import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { DeployedPackage, TakenFiles } from '../../workload/deployed-package.ts'
import type { PackageFile } from '../../workload/package-files.ts'
import type { Workload } from '../../workload/workload.ts'
import { enterRootLine, loadUser, PROOF_MODULE, proofModule, readEntry, rootModule } from '../entry-module.ts'
import { packDeployed, textFile } from '../function-files.ts'
import { type Deflated, writeZip } from './write-zip.ts'

const BOOTSTRAP_PACKAGE = '@netlify/serverless-functions-api'

/** One function as Netlify takes it. */
export interface FunctionZip {
  readonly name: string
  readonly zip: Uint8Array
  readonly sha256: string
  /** `stream` for v2; v1 functions have none. */
  readonly invocationMode?: 'stream' | 'background'
  /** What Netlify's packager says about its work in `functions_config`. */
  readonly buildData: Readonly<Record<string, string | number>>
}

/** The function as it is uploaded, before anything of a single deploy is added. */
export interface NetlifyCode {
  readonly workload: Workload
  readonly code: DeployedPackage
  /** A module of ours names the instance in each reply. */
  readonly proves: boolean
}

/** @throws ColdstartError `cannot-deploy` when its dependencies are not installed */
export async function packNetlifyCode(
  workload: Workload,
  { proves = false, takes = 'folder' }: { readonly proves?: boolean; readonly takes?: TakenFiles } = {},
): Promise<NetlifyCode> {
  return { workload, code: await packDeployed(workload, 'Netlify', takes), proves }
}

/**
 * Packs one function as Netlify's packager does (zip-it-and-ship-it 14.7): v2 with its bootstrap, an entry
 * point, metadata and the telemetry loader; v1 with `<name>.mjs` and the loader. Both are compared in the
 * conformance suite. The user's files are packed as they are, not bundled into one.
 * @param generation changes with every deploy, so that Netlify makes new functions of the same code
 */
export async function zipFunction(
  name: string,
  given: Workload | NetlifyCode,
  generation: string,
  bootstrap: Bootstrap,
): Promise<FunctionZip> {
  const packed = 'code' in given ? given : await packNetlifyCode(given)
  const { code, workload, proves } = packed
  const isOld = workload.form === 'v1'
  const main = await mainModule(name, packed, generation)
  const files = [
    ...(isOld ? [main] : v2Files(name, main, bootstrap)),
    ...(proves ? [await proofModule(isOld ? 'lambda' : 'http')] : []),
    ...(code.root === '' ? [] : [rootModule(code.root)]),
    ...code.files,
  ]
  const zip = writeZip([...files, bootstrap.telemetry], bootstrap.deflated)
  const sha256 = createHash('sha256').update(zip).digest('hex')
  const isJob = workload.trigger === 'background'
  if (isOld)
    return {
      name,
      zip,
      sha256,
      buildData: { runtimeAPIVersion: 1 },
      ...(isJob && { invocationMode: 'background' }),
    }
  const buildData = { bootstrapVersion: bootstrap.version, runtimeAPIVersion: 2 }
  return { name, zip, sha256, invocationMode: isJob ? 'background' : 'stream', buildData }
}

/** The module that Netlify calls: Lambda's handler is `<name>.handler` for v1, and v2's bootstrap takes its default. */
async function mainModule(name: string, packed: NetlifyCode, generation: string): Promise<PackageFile> {
  const { workload, code, proves } = packed
  const isOld = workload.form === 'v1'
  const from = `./${code.entry}`
  const plain = `export { ${isOld ? 'handler' : 'default'} } from '${from}'`
  const lines = [
    ...(code.root === '' ? [] : [enterRootLine()]),
    ...(proves ? await provenLines(from, isOld, code) : [plain]),
  ]
  return textFile(`${name}.mjs`, `${[`// ${generation}`, ...lines].join('\n')}\n`)
}

async function provenLines(from: string, isOld: boolean, code: DeployedPackage): Promise<string[]> {
  const prove = isOld ? 'proveLambda' : 'proveFetch'
  // Lambda requires CommonJS; the bootstrap of v2 imports what it is given.
  const seen = { ...(await readEntry(code)), ...(!isOld && { isCommonJs: false }) }
  return [
    `import { loaded, ${prove} } from './${PROOF_MODULE}'`,
    ...loadUser(from, seen),
    isOld
      ? 'export const handler = proveLambda(user.handler ?? user.default?.handler, false)'
      : 'export default proveFetch(user.default)',
    'loaded()',
  ]
}

function v2Files(name: string, main: PackageFile, { bootstrap, version }: Bootstrap): PackageFile[] {
  const entryPoint = [
    "import * as bootstrap from './___netlify-bootstrap.mjs'",
    `export const handler = bootstrap.getLambdaHandler('./${name}.mjs')`,
  ].join(';')
  return [
    textFile('___netlify-entry-point.mjs', entryPoint),
    textFile('___netlify-metadata.json', JSON.stringify({ bootstrap_version: version, version: 1 })),
    bootstrap,
    main,
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
