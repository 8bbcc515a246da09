// What coldstart sends to Cloudflare's API, and what it reads of the answers, beside the types of Cloudflare's own SDK:
// the bodies are made by the provider itself, written down as literals of those types, and compiled. Not a package of the
// project (120 MB):
//   npm install --prefix <folder> cloudflare@7.3.0
//   node benchmarks/cloudflare-types.mjs <folder>
// Prints what does not fit. That a key or kind which the SDK does not know would be seen is checked too.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Name the folder where cloudflare is installed.')
const repository = fileURLToPath(new URL('../', import.meta.url))
const ours = (module) => import(pathToFileURL(join(repository, 'dist/modules', module)).href)
const { prepareCloudflare, uploadBody } = await ours('providers/cloudflare/worker-package.js')

const scratch = mkdtempSync(join(resolve(folder), 'coldstart-types-'))
try {
  const metadata = await metadataOf(scratch)
  writeFileSync(join(scratch, 'check.ts'), programFor(metadata))
  const { status, stdout } = compile(join(scratch, 'check.ts'))
  const { version } = JSON.parse(readFileSync(join(folder, 'node_modules/cloudflare/package.json'), 'utf8'))
  console.log(status === 0 ? `cloudflare ${version}: all fits` : stdout)
  process.exitCode = status ?? 1
} finally {
  rmSync(scratch, { recursive: true })
}

/** The metadata of an upload that has everything that one may have. */
async function metadataOf(place) {
  writeFileSync(join(place, 'worker.mjs'), 'export default { fetch: () => new Response("x") }')
  const wrangler = 'compatibility_flags = ["nodejs_compat"]\n[vars]\nA = "text"\nB = { c = [1] }\n'
  writeFileSync(join(place, 'wrangler.toml'), wrangler)
  const workload = { file: join(place, 'worker.mjs'), variables: { KEY: 'secret' } }
  const code = await prepareCloudflare({ runId: 'r', workload, replicas: 1, options: {} })
  const { bytes, contentType } = await uploadBody(code, { tags: ['coldstart'], version: 'v' })
  const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData()
  return form.get('metadata').text()
}

function programFor(metadata) {
  return `import type { ScriptListResponse, ScriptUpdateParams, ScriptUpdateResponse } from 'cloudflare/resources/workers/scripts/scripts'
import type { SubdomainCreateParams } from 'cloudflare/resources/workers/scripts/subdomain'
import type { SubdomainGetResponse } from 'cloudflare/resources/workers/subdomains'
import type { Account } from 'cloudflare/resources/accounts/accounts'

export const sent: ScriptUpdateParams.Metadata = ${metadata}
export const opened: Omit<SubdomainCreateParams, 'account_id'> = { enabled: true, previews_enabled: false }
export const read = (a: ScriptUpdateResponse, b: ScriptListResponse, c: SubdomainGetResponse, d: Account): [number, string | undefined, string[] | null | undefined, string, string] =>
  [a.startup_time_ms, b.id, b.tags, c.subdomain, d.id]
// @ts-expect-error a key that there is not
export const wrongKey: ScriptUpdateParams.Metadata = { main: 'a.mjs' }
// @ts-expect-error a kind of binding that there is not
export const wrongKind: ScriptUpdateParams.Metadata = { bindings: [{ type: 'plain', name: 'A', text: 'x' }] }
`
}

function compile(file) {
  const compiler = join(repository, 'node_modules/typescript/bin/tsc')
  const how = '--noEmit --strict --skipLibCheck --ignoreConfig --module nodenext --target es2022'.split(' ')
  return spawnSync(process.execPath, [compiler, ...how, file], { encoding: 'utf8' })
}
