import { readFile } from 'node:fs/promises'
import { posix } from 'node:path'
import { builtEntry } from '../core/built-entry.ts'
import type { DeployedPackage } from '../workload/deployed-package.ts'
import { languageOf } from '../workload/language.ts'
import type { PackageFile } from '../workload/package-files.ts'
import { scanModule } from '../workload/scan-module.ts'
import { textFile } from './function-files.ts'
import type { DeploySpec } from './provider.ts'

/** Put beside the function's package: names the instance in every reply. */
export const PROOF_MODULE = '___coldstart_proof.mjs'

/** Whether a module of ours is put around the function: around the user's own, where that is wanted. */
export function wantsProof({ workload, wrapper }: DeploySpec): boolean {
  return 'file' in workload && wrapper === true
}

/** What the user is told of it before anything is deployed. */
export function aboutWrapper(spec: DeploySpec): string[] {
  if (!wantsProof(spec)) return []
  const isPython = 'file' in spec.workload && languageOf(spec.workload.file) === 'python'
  const cost = isPython
    ? "it adds 2 to 4 ms of CPU to one of Google's, as measured here, and at most 46 to one of Vercel's (docs/METHODOLOGY.md)"
    : 'it adds 0 to 11 ms to one, as measured here (docs/METHODOLOGY.md)'
  return [
    `a module around your function names the instance in each reply, which proves cold starts; ${cost}; --no-wrapper leaves it out`,
  ]
}

/** What that module is written by. */
export interface SeenEntry {
  /** Exported names that can be seen. */
  readonly exports: readonly string[]
  /** It is loaded with require(), as the platforms load it, and not in half the speed with import. */
  readonly isCommonJs: boolean
}

/** Reads the module that is called, as it lies in the package. */
export async function readEntry({ files, entry }: DeployedPackage): Promise<SeenEntry> {
  const source = textOf(files, entry) ?? ''
  const { exports, isEsm } = await scanModule(source)
  const isCommonJs =
    entry.endsWith('.cjs') || (entry.endsWith('.js') && !isEsm && typeOf(files, entry) !== 'module')
  return { exports, isCommonJs }
}

/** Lines that load the user's module as `user`. @param path from the module that has the lines */
export function loadUser(path: string, { isCommonJs }: SeenEntry): string[] {
  const from = JSON.stringify(path)
  return isCommonJs
    ? ["import { createRequire } from 'node:module'", `const user = createRequire(import.meta.url)(${from})`]
    : [`import * as user from ${from}`]
}

const ROOT_MODULE = '___coldstart_root.mjs'

/** The line that makes the package's root the working directory, as where the function is at home. */
export function enterRootLine(folder = './'): string {
  return `import '${folder}${ROOT_MODULE}'`
}

/**
 * The module that the line imports.
 * @param root where the package's root lies below the module
 * @param isLambda Lambda's own variable for it follows
 */
export function rootModule(root: string, isLambda = false): PackageFile {
  const place = `fileURLToPath(new URL(${JSON.stringify(`./${root}`)}, import.meta.url)).replace(/[/\\\\]$/, '')`
  const lines = [
    "import { fileURLToPath } from 'node:url'",
    `const root = ${place}`,
    'process.chdir(root)',
    ...(isLambda ? ['process.env.LAMBDA_TASK_ROOT = root'] : []),
  ]
  return textFile(ROOT_MODULE, `${lines.join('\n')}\n`)
}

/** The program that proves: of functions that get a request, or of those that get Lambda's event. */
export async function proofModule(kind: 'http' | 'lambda'): Promise<PackageFile> {
  const program = kind === 'http' ? 'proof.js' : 'proof-lambda.js'
  return textFile(PROOF_MODULE, await readFile(builtEntry(`engine/runtime/${program}`), 'utf8'))
}

function textOf(files: readonly PackageFile[], path: string): string | undefined {
  const found = files.find((file) => file.path === path)
  return found && Buffer.from(found.bytes).toString()
}

/** What the nearest package.json in the package says of its modules. */
function typeOf(files: readonly PackageFile[], path: string): unknown {
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    const text = textOf(files, posix.join(folder, 'package.json'))
    if (text !== undefined) return (JSON.parse(text) as { type?: unknown }).type
    if (folder === '.') return undefined
  }
}
