import { readFile } from 'node:fs/promises'
import { builtEntry } from '../../core/built-entry.ts'
import type { DeployedPackage } from '../../workload/deployed-package.ts'
import { hashFunction, type PackageFile } from '../../workload/package-files.ts'
import { workerSettings } from '../../workload/worker/worker-settings.ts'
import type { Workload } from '../../workload/workload.ts'
import { openSource } from '../../workload/workload-source.ts'
import { wantsProof } from '../entry-module.ts'
import { textFile } from '../function-files.ts'
import type { DeploySpec } from '../provider.ts'
import { refuseImpossible } from './refuse-impossible.ts'

/** A Worker as it is uploaded, but for what belongs to a single deployment. */
export interface WorkerCode {
  readonly code: DeployedPackage
  readonly workload: Workload
  /** What is uploaded, the main module first. */
  readonly modules: readonly PackageFile[]
}

const MAIN = '___coldstart_worker.mjs'
const PROOF = '___coldstart_proof.mjs'

/** @throws ColdstartError `cannot-deploy`, and those of `openSource` */
export async function prepareCloudflare(spec: DeploySpec): Promise<WorkerCode> {
  refuseImpossible(spec)
  const { workload: source, paddingKb } = spec
  const workload = await openSource(source, { contract: 'cloudflare', paddingKb, onNode: true })
  const files = (await workload.files()).filter(({ path }) => /\.(?:m?js|bin)$/.test(path))
  const { entry } = workload
  const code = { files, root: '', entry, sha256: hashFunction(files, entry), missing: [], leftOut: [] }
  const isFirst = (one: PackageFile) => Number(one.path === entry)
  const own = [...files].sort((a, b) => isFirst(b) - isFirst(a))
  return { code, workload, modules: wantsProof(spec) ? [...(await proofOf(entry)), ...own] : own }
}

/** A main module of ours around the user's, which names the isolate in each reply. */
async function proofOf(entry: string): Promise<PackageFile[]> {
  const path = JSON.stringify(`./${entry}`)
  const lines = [
    `export * from ${path}`,
    `import * as user from ${path}`,
    `import { prove } from './${PROOF}'`,
    'export default prove(user.default)',
  ]
  const program = await readFile(builtEntry('engine/runtime/proof-worker.js'), 'utf8')
  return [textFile(MAIN, `${lines.join('\n')}\n`), textFile(PROOF, program)]
}

/**
 * The body of an upload: metadata and modules, as a form.
 * @param facts tags by which ours are found again, and what tells one version from another
 * @see https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/
 */
export async function uploadBody(
  { modules, workload }: WorkerCode,
  { tags, version }: { readonly tags: readonly string[]; readonly version: string },
): Promise<{ readonly bytes: Uint8Array; readonly contentType: string }> {
  const { worker = workerSettings(), variables } = workload
  const [main] = modules
  const metadata = {
    main_module: main?.path,
    compatibility_date: worker.compatibilityDate,
    compatibility_flags: worker.compatibilityFlags,
    bindings: [
      ...Object.entries(worker.variables).flatMap(([name, value]) => {
        if (name in variables) return []
        return [
          typeof value === 'string'
            ? { type: 'plain_text', name, text: value }
            : { type: 'json', name, json: value },
        ]
      }),
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

function typeOf(path: string): string {
  return path.endsWith('.bin') ? 'application/octet-stream' : 'application/javascript+module'
}
