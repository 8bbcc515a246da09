import { ColdstartError } from '../../core/errors.ts'
import { newNonce } from '../../core/ids.ts'
import { callOnce } from '../call-once.ts'
import { pollUntil } from '../poll-until.ts'
import type { DeploySpec } from '../provider.ts'
import { servesAllTheSame } from '../serves.ts'
import type { CloudflareOptions } from './options.ts'
import { type CloudflareContext, interpretCloudflare, requestCloudflare } from './requests.ts'

const SERVED_WITHIN_MS = 120_000
const everySecond = [{ untilMs: SERVED_WITHIN_MS, everyMs: 1000 }]

/**
 * Waits until a new address answers with the Worker: its name and certificate take seconds to be everywhere.
 * @throws ColdstartError `remote-failed` when it does not within two minutes
 */
export async function waitUntilServed(
  url: string,
  { workload }: DeploySpec<CloudflareOptions>,
  context: CloudflareContext,
): Promise<void> {
  const isOwn = 'file' in workload
  let last = 'nothing'
  const served = await pollUntil(
    async () => {
      const nonce = newNonce()
      const reply = await callOnce(requestCloudflare({ url }, nonce, workload.request), context)
      const { error } = interpretCloudflare(reply, nonce)
      if (!error || servesAllTheSame(reply, error, isOwn) || error.kind === 'function') return true
      last = error.message
      return undefined
    },
    SERVED_WITHIN_MS,
    context,
    everySecond,
  )
  if (served) return
  const reason = `the deployed Worker does not answer: ${last}`
  throw new ColdstartError('remote-failed', { provider: 'Cloudflare', action: 'serve the Worker', reason })
}
