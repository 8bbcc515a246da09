import { createHash } from 'node:crypto'
import { type Zippable, zipSync } from 'fflate'
import { asksToStream } from '../../engine/asks-to-stream.ts'
import { handlerString } from '../../engine/vendor-entry.ts'
import { type DeployedPackage, makeDeployedPackage } from '../../workload/deployed-package.ts'
import { MODULES_FOLDER } from '../../workload/left-out.ts'
import type { PackageFile } from '../../workload/package-files.ts'
import type { Workload } from '../../workload/workload.ts'
import { enterRootLine, loadUser, PROOF_MODULE, proofModule, readEntry, rootModule } from '../entry-module.ts'
import { packDeployed, textFile } from '../function-files.ts'

/** A function as Lambda takes it. */
export interface FunctionPackage {
  readonly zip: Uint8Array
  readonly sha256: string
  /** File names in the archive, sorted. */
  readonly files: readonly string[]
  /** `file.export`. */
  readonly handler: string
  /** What it was made of. */
  readonly code: DeployedPackage
  /** It streams its replies, which its function URL must be set to; false without one. */
  readonly streams: boolean
}

/** The earliest time a zip can hold; the same for every file, so that the same sources give the same bytes. */
const ZIP_EPOCH = new Date(1980, 0, 1)
const UNIX = 3
const PLAIN_FILE = 0o644

/** What is put around a function for Lambda. */
export interface PackingWishes {
  /** A module of ours names the instance in each reply of a function URL; Invoke has the platform's own report. */
  readonly proves: boolean
  /** It is called by a function URL, which has to be told whether replies stream. */
  readonly isAtUrl: boolean
}

/**
 * Zips a function with its dependencies, reproducibly: sorted names, one date, mode 0644 or of programs 0755 (Lambda
 * runs as another user than the owner), links as links.
 * @throws ColdstartError `cannot-deploy` when its dependencies are not installed in its folder
 */
export async function packFunction(
  workload: Workload,
  { proves, isAtUrl }: PackingWishes = { proves: false, isAtUrl: false },
): Promise<FunctionPackage> {
  const isForeign = workload.language !== undefined
  const code = isForeign
    ? await makeDeployedPackage(workload)
    : await packDeployed(workload, 'lambda', 'folder')
  const entered = proves || code.root !== ''
  const added = entered ? await entryFiles(code, workload.exportName, proves) : []
  const files: Zippable = {}
  for (const { path, bytes, mode = PLAIN_FILE } of sorted([...code.files, ...added]))
    files[path] = [new Uint8Array(bytes), { os: UNIX, attrs: mode * 2 ** 16, mtime: ZIP_EPOCH }]
  const zip = zipSync(files, { level: 9 })
  const sha256 = createHash('sha256').update(zip).digest('hex')
  const { entry } = code
  const handler = entered ? `${ENTRY}.handler` : handlerString({ ...workload, entry })
  return {
    zip,
    sha256,
    files: Object.keys(files).sort(),
    handler,
    code,
    streams: isAtUrl && !isForeign && (await asksForStreaming(workload, code)),
  }
}

/**
 * Whether a function streams its replies: what says so somewhere in its package is loaded to find out, since the mark
 * may be left by any module, and a library that could leave it says nothing yet.
 */
async function asksForStreaming(workload: Workload, { files }: DeployedPackage): Promise<boolean> {
  const saying = files.filter(({ path, bytes }) => MODULE.test(path) && Buffer.from(bytes).includes(STREAMS))
  if (saying.length === 0) return false
  const isOwn = ({ path }: PackageFile) => !path.split('/').includes(MODULES_FOLDER)
  return (await asksToStream(workload)) ?? saying.some(isOwn)
}

const MODULE = /\.[cm]?js$/
const STREAMS = 'streamifyResponse'

function sorted(files: readonly PackageFile[]): PackageFile[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
}

const ENTRY = '___coldstart_entry'

/**
 * The module that Lambda calls where it is not the user's own. Where dependencies are installed above the package,
 * its root is a folder of the task root; the function finds itself in it all the same.
 */
async function entryFiles(
  code: DeployedPackage,
  exportName: string,
  proves: boolean,
): Promise<PackageFile[]> {
  const seen = await readEntry(code)
  const found = exportName
    .split('.')
    .reduce((value, part) => `${value}?.[${JSON.stringify(part)}]`, '(user.default ?? user)')
  const named = `user[${JSON.stringify(exportName)}] ?? ${found}`
  const lines = [
    ...(code.root === '' ? [] : [enterRootLine()]),
    ...(proves ? [`import { loaded, proveLambda } from './${PROOF_MODULE}'`] : []),
    ...loadUser(`./${code.entry}`, seen),
    `export const handler = ${proves ? `proveLambda(${named}, true)` : named}`,
    ...(proves ? ['loaded()'] : []),
  ]
  return [
    textFile(`${ENTRY}.mjs`, `${lines.join('\n')}\n`),
    ...(code.root === '' ? [] : [rootModule(code.root, true)]),
    ...(proves ? [await proofModule('lambda')] : []),
  ]
}
