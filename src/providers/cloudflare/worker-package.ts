import { readFile } from 'node:fs/promises'
import { builtEntry } from '../../core/built-entry.ts'
import type { DeployedPackage } from '../../workload/deployed-package.ts'
import { hashFunction, type PackageFile } from '../../workload/package-files.ts'
import { type ModuleKind, mainAround, moduleKindOf } from '../../workload/worker/worker-modules.ts'
import { workerSettings } from '../../workload/worker/worker-settings.ts'
import type { Workload } from '../../workload/workload.ts'
import type { WorkerSettings } from '../../workload/workload-description.ts'
import { openSource } from '../../workload/workload-source.ts'
import { PROOF_MODULE, wantsProof } from '../entry-module.ts'
import { textFile } from '../function-files.ts'
import type { DeploySpec } from '../provider.ts'
import { refuseImpossible } from './refuse-impossible.ts'

/** A Worker as it is uploaded, but for what belongs to a single deployment. */
export interface WorkerCode {
  readonly code: DeployedPackage
  readonly workload: Workload
  readonly settings: WorkerSettings
  /** What is uploaded, the main module first. */
  readonly modules: readonly PackageFile[]
}

const MAIN = '___coldstart_worker.mjs'

/** @throws ColdstartError `cannot-deploy`, and those of `openSource` */
export async function prepareCloudflare(spec: DeploySpec): Promise<WorkerCode> {
  refuseImpossible(spec)
  const { workload: source, paddingKb } = spec
  const workload = await openSource(source, { contract: 'cloudflare', paddingKb, onNode: true })
  const files = (await workload.files()).filter(({ path }) => moduleKindOf(path) !== undefined)
  const { entry } = workload
  const code = { files, root: '', entry, sha256: hashFunction(files, entry), missing: [], leftOut: [] }
  const isFirst = (one: PackageFile) => Number(one.path === entry)
  const own = [...files].sort((a, b) => isFirst(b) - isFirst(a))
  const settings = workload.worker ?? workerSettings()
  return { code, workload, settings, modules: wantsProof(spec) ? [...(await proofOf(entry)), ...own] : own }
}

/** A main module of ours around the user's, which names the isolate in each reply. */
async function proofOf(entry: string): Promise<PackageFile[]> {
  const { path, text } = mainAround({ entry, main: MAIN, module: PROOF_MODULE, wrap: 'prove' })
  const program = await readFile(builtEntry('engine/runtime/proof-worker.js'), 'utf8')
  return [textFile(path, text), textFile(PROOF_MODULE, program)]
}

/**
 * The body of an upload: metadata and modules, as a form.
 * @param facts tags by which ours are found again, and what tells one version from another
 * @see https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/
 */
export async function uploadBody(
  { modules, settings, workload }: WorkerCode,
  { tags, version }: { readonly tags: readonly string[]; readonly version: string },
): Promise<{ readonly bytes: Uint8Array; readonly contentType: string }> {
  const { variables } = workload
  const [main] = modules
  const metadata = {
    main_module: main?.path,
    compatibility_date: settings.compatibilityDate,
    compatibility_flags: settings.compatibilityFlags,
    bindings: [
      ...Object.entries(settings.variables)
        .filter(([name]) => !(name in variables))
        .map(([name, value]) =>
          typeof value === 'string'
            ? { type: 'plain_text', name, text: value }
            : { type: 'json', name, json: value },
        ),
      // As secrets: nobody who may look at the account reads them.
      ...Object.entries(variables).map(([name, text]) => ({ type: 'secret_text', name, text })),
    ],
    tags,
    annotations: { 'workers/message': `coldstart ${version}` },
    observability: { enabled: false },
  }
  const form = new FormData()
  form.set('metadata', new Blob([JSON.stringify(metadata)], { type: 'application/json' }), 'metadata.json')
  for (const { path, bytes } of modules)
    form.set(path, new Blob([new Uint8Array(bytes)], { type: typeOf(path) }), path)
  const response = new Response(form)
  const contentType = response.headers.get('content-type') ?? ''
  return { bytes: new Uint8Array(await response.arrayBuffer()), contentType }
}

/** @see https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/ */
const TYPES: Readonly<Record<ModuleKind, string>> = {
  code: 'application/javascript+module',
  text: 'text/plain',
  bytes: 'application/octet-stream',
  wasm: 'application/wasm',
}

function typeOf(path: string): string {
  return TYPES[moduleKindOf(path) ?? 'bytes']
}
