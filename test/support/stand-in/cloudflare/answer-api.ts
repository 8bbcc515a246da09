import { type Answers, jsonOf } from '../stand-in.ts'
import { check } from './check.ts'
import type { CloudflareCloud } from './cloud.ts'
import { readUpload } from './read-upload.ts'
import { failed, noSuchWorker, succeeded } from './replies.ts'
import { subdomainBody } from './schemas.ts'

/** The accounts and their Workers. */
export const apiAnswers: Answers<CloudflareCloud> = {
  'GET /accounts': (_, { accounts }) => succeeded(accounts.map((id) => ({ id, name: `${id}'s account` }))),
  'GET /accounts/:account/workers/subdomain': (_, { settings }) =>
    settings.hasNoSubdomain
      ? failed(404, 10007, 'This account does not have a workers.dev subdomain.')
      : succeeded({ subdomain: 'ada' }),
  'GET /accounts/:account/workers/scripts': ({ params }, { scripts }) =>
    succeeded(
      [...scripts].flatMap(([key, { metadata }]) => {
        const [account, id] = key.split('/')
        return account === params.account ? [{ id, tags: metadata.tags ?? null }] : []
      }),
    ),
  'PUT /accounts/:account/workers/scripts/:name': async (call, cloud) => {
    const upload = await readUpload(call)
    await cloud.replace(call, upload)
    const { tags = null } = upload.metadata
    return succeeded({ id: call.params.name, etag: 'e', startup_time_ms: 7, tags })
  },
  'POST /accounts/:account/workers/scripts/:name/subdomain': (call, cloud) => {
    const script = cloud.scriptOf(call)
    const { enabled } = check(subdomainBody, jsonOf(call))
    if (!script) return noSuchWorker()
    script.enabled = enabled
    return succeeded({ enabled, previews_enabled: false })
  },
  'DELETE /accounts/:account/workers/scripts/:name': async (call, cloud) => {
    if (!cloud.scriptOf(call)) return noSuchWorker()
    await cloud.drop(call)
    return succeeded({ id: call.params.name })
  },
}
