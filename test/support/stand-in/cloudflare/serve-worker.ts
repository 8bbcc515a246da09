import type { WorkerSettings } from '../../../../src/workload/workload-description.ts'
import type { Answer, Call } from '../stand-in.ts'
import type { CloudflareCloud } from './cloud.ts'

/** Answers a request to a workers.dev address. */
export async function serveWorker(host: string, call: Call, { scripts }: CloudflareCloud): Promise<Answer> {
  const [name] = host.split('.')
  const [, script] = [...scripts].find(([key]) => key.split('/')[1] === name) ?? []
  const headers = { server: 'cloudflare', 'cf-ray': '8f0123456789abcd-FRA' }
  if (!script?.enabled) return { status: 404, body: 'error code: 1042', headers }
  const { metadata, files, running } = script
  const variables = Object.fromEntries(
    (metadata.bindings ?? []).map((one) => [one.name, one.type === 'json' ? one.json : one.text]),
  )
  const uploaded = {
    name: 'worker',
    contract: 'cloudflare',
    files,
    entry: metadata.main_module,
    exportName: 'default',
    worker: {
      compatibilityDate: metadata.compatibility_date,
      compatibilityFlags: metadata.compatibility_flags ?? [],
      variables: variables as WorkerSettings['variables'],
    },
  } as const
  const answer = await (await running.of(uploaded)).invoke(call)
  return { ...answer, headers: { ...answer.headers, ...headers } }
}
