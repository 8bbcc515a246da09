import { join } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import type { Contract, ContractForm } from './contract.ts'
import { openFunctionFolder } from './function-folder.ts'
import { openOwnFunction } from './own-function.ts'
import { sampleFolder } from './sample.ts'
import { openSampleSibling } from './sample-sibling.ts'
import { openWorkload, type Workload } from './workload.ts'
import type { FunctionRequest, NodeBinary } from './workload-description.ts'

/** What the user says of his function beside where it is. */
interface FunctionSettings {
  /** Its environment variables. */
  readonly variables?: Readonly<Record<string, string>>
  /** What it is asked with; the platform's usual request unless given. */
  readonly request?: FunctionRequest
  /** What it is called where several are served side by side: letters, digits, `-` and `_`. */
  readonly name?: string
  /** Longest time for one invocation, ms. */
  readonly timeoutMs?: number
  /** The Node that runs it on the local engine, in place of the engine's own. */
  readonly node?: NodeBinary
  /** Files and folders that the run itself writes, absolute. */
  readonly written?: readonly string[]
}

/**
 * Where the function under test is, before a platform says under which contract it runs: a folder that has a file
 * for each platform, as fixtures/hello does, or one file of the user's. Absolute paths; plain data.
 */
export type WorkloadSource = FunctionSettings & ({ readonly folder: string } | OwnFile)

/** One file of the user's. */
interface OwnFile {
  readonly file: string
  readonly exportName?: string
  /** Its package's folder, where that is not the one of the nearest package.json. */
  readonly root?: string
}

/** How a platform wants the function. */
export interface WantedWorkload {
  readonly contract: Contract
  /** For a folder, which of its files; a file has the form that it has. */
  readonly form?: ContractForm
  /** Lambda's handler string and Google's entry point, for a folder; a file's are found, or given with it. */
  readonly handler?: string
  readonly exportName?: string
  readonly paddingKb?: number | undefined
  /** By its name, as the user wants it: the sample function has a sibling in each language that is not compiled. */
  readonly runtime?: string | undefined
  /** Only JavaScript will do. */
  readonly onNode?: true
}

/**
 * The function under test under one contract.
 * @throws ColdstartError `no-function`, `not-javascript`, and `cannot-deploy` where the source has no function for
 * the contract or a setting for folders is given with a file
 */
export async function openSource(source: WorkloadSource, wanted: WantedWorkload): Promise<Workload> {
  const workload = await ('file' in source ? openFile(source, wanted) : openFolder(source.folder, wanted))
  if (wanted.onNode && workload.language)
    throw new ColdstartError('not-javascript', { path: join(workload.root, workload.entry) })
  const { variables, request, name, node, written } = source
  return openWorkload({
    ...workload,
    ...(wanted.paddingKb && { paddingKb: wanted.paddingKb }),
    ...(variables && { variables }),
    ...(request && { request }),
    ...(name && { name }),
    ...(node && { node }),
    ...(written && { written }),
  })
}

async function openFolder(
  folder: string,
  { paddingKb: _, onNode: __, runtime, ...wanted }: WantedWorkload,
): Promise<Workload> {
  const isSample = folder === sampleFolder && wanted.handler === undefined
  const sibling = isSample ? await openSampleSibling(runtime, wanted.contract) : undefined
  if (sibling) return sibling
  return openFunctionFolder({ folder, ...wanted })
}

function openFile(
  { file, exportName, root }: OwnFile,
  { contract, handler }: WantedWorkload,
): Promise<Workload> {
  if (handler !== undefined) {
    const hint = 'Leave the handler out; --export names what the file exports.'
    const reason = `a handler (${handler}) and a function's own file (${file}) are both given`
    throw new ColdstartError('cannot-deploy', { provider: contract, reason, hint })
  }
  return openOwnFunction({
    path: file,
    contract,
    cwd: '/',
    ...(exportName && { exportName }),
    ...(root && { root }),
  })
}
