import { ColdstartError } from '../../core/errors.ts'
import { pollUntil } from '../poll-until.ts'
import type { ProviderContext } from '../provider.ts'
import { reasonOf } from '../rest-failure.ts'
import { accountPath, type CloudflareApi, errorNumbersOf, resultOf } from './cloudflare-api.ts'
import { uploadBody, type WorkerCode } from './worker-package.ts'

/** The kind of a Worker in the ledger. */
export const SCRIPT = 'cloudflare-worker'

/** By which orphans are known. */
export const TAG = 'coldstart'

/** No such script, in the API's numbers. */
const GONE = [10007, 10090]
const SUBDOMAIN_WITHIN_MS = 20_000
const everyTwoSeconds = [{ untilMs: SUBDOMAIN_WITHIN_MS, everyMs: 2000 }]

/** One script of one account. */
export interface ScriptPlace {
  readonly account: string
  readonly name: string
}

/**
 * Uploads a version of a script, which takes the place of the one before.
 * @returns how long Cloudflare says that its global scope took to start, ms
 */
export async function uploadScript(
  { account, name }: ScriptPlace,
  code: WorkerCode,
  facts: { readonly tags: readonly string[]; readonly version: string },
  api: CloudflareApi,
): Promise<number | undefined> {
  const { bytes, contentType } = await uploadBody(code, facts)
  const reply = await api.call({
    action: 'upload the Worker',
    method: 'PUT',
    path: scriptPath({ account, name }),
    query: { excludeScript: true },
    bytes,
    headers: { 'content-type': contentType },
    secrets: Object.values(code.workload.variables),
  })
  const { startup_time_ms: startMs } = resultOf(reply)
  return typeof startMs === 'number' ? startMs : undefined
}

/** Puts it on workers.dev. The call is known to fail now and then, and is made again for a while. */
export async function openToCallers(
  place: ScriptPlace,
  api: CloudflareApi,
  context: ProviderContext,
): Promise<void> {
  const request = {
    action: 'put the Worker on workers.dev',
    method: 'POST',
    path: `${scriptPath(place)}/subdomain`,
    json: { enabled: true, previews_enabled: false },
    idempotent: true,
  } as const
  const done = await pollUntil(
    async () => ((await api.call({ ...request, accept: [404] })).status < 400 ? true : undefined),
    SUBDOMAIN_WITHIN_MS,
    context,
    everyTwoSeconds,
  )
  if (!done) await api.call(request)
}

/** Idempotent: one that is gone is success. */
export async function deleteScript(place: ScriptPlace, api: CloudflareApi): Promise<void> {
  const action = 'delete the Worker'
  const reply = await api.call({ action, method: 'DELETE', path: scriptPath(place), accept: [404] })
  if (reply.status < 400 || GONE.some((code) => errorNumbersOf(reply).includes(code))) return
  throw new ColdstartError('remote-failed', {
    provider: 'Cloudflare',
    action,
    reason: reasonOf(reply),
  })
}

function scriptPath({ account, name }: ScriptPlace): string {
  return accountPath(account, `/workers/scripts/${encodeURIComponent(name)}`)
}
