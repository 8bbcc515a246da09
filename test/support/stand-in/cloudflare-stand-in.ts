import type { ZodType } from 'zod'
import type { Clock } from '../../../src/core/clock.ts'
import type { WorkerSettings } from '../../../src/workload/workload-description.ts'
import { subdomainBody, type UploadMetadata, uploadMetadata } from './cloudflare-schemas.ts'
import { type FunctionRunner, pretendToRun } from './function-runner.ts'
import { type RunningFunctions, runningFunctions } from './running-functions.ts'
import { type Answer, type Call, jsonOf, refuse, type StandIn, startStandIn } from './stand-in.ts'

interface Script {
  readonly metadata: UploadMetadata
  readonly files: ReadonlyMap<string, Buffer>
  readonly running: RunningFunctions
  enabled: boolean
}

export interface CloudflareStandInOptions {
  readonly token: string
  /** The accounts that the token sees; `acc1` unless told otherwise. */
  readonly accounts?: readonly string[]
  /** The account has no workers.dev subdomain yet. */
  readonly hasNoSubdomain?: boolean
  readonly run?: FunctionRunner
  /** The time it lives in, its client's; the machine's unless given. */
  readonly clock?: Clock
}

export interface CloudflareStandIn extends StandIn {
  readonly baseUrls: Readonly<Record<string, string>>
  /** By account and name: `acc1/coldstart-…`. */
  readonly scripts: ReadonlyMap<string, Script>
  /** Somebody else's Worker. */
  addScript(name: string, tags?: readonly string[]): void
}

/** Cloudflare's API for as much as coldstart uses, strict in credentials, accounts, forms and bodies. */
export async function startCloudflareStandIn(options: CloudflareStandInOptions): Promise<CloudflareStandIn> {
  const accounts = options.accounts ?? ['acc1']
  const scripts = new Map<string, Script>()
  const run = options.run ?? pretendToRun(options.clock)
  const keyOf = ({ params }: Call) => `${params.account}/${params.name}`

  const api: Readonly<Record<string, (call: Call) => Answer | Promise<Answer>>> = {
    'GET /accounts': () => succeeded(accounts.map((id) => ({ id, name: `${id}'s account` }))),
    'GET /accounts/:account/workers/subdomain': () =>
      options.hasNoSubdomain
        ? failed(404, 10007, 'This account does not have a workers.dev subdomain.')
        : succeeded({ subdomain: 'ada' }),
    'GET /accounts/:account/workers/scripts': ({ params }) =>
      succeeded(
        [...scripts].flatMap(([key, { metadata }]) => {
          const [account, id] = key.split('/')
          return account === params.account ? [{ id, tags: metadata.tags ?? null }] : []
        }),
      ),
    'PUT /accounts/:account/workers/scripts/:name': async (call) => {
      const { metadata, files } = await readUpload(call)
      const before = scripts.get(keyOf(call))
      await before?.running.close()
      scripts.set(keyOf(call), {
        metadata,
        files,
        running: runningFunctions(run),
        enabled: before?.enabled ?? false,
      })
      return succeeded({ id: call.params.name, etag: 'e', startup_time_ms: 7, tags: metadata.tags ?? null })
    },
    'POST /accounts/:account/workers/scripts/:name/subdomain': (call) => {
      const script = scripts.get(keyOf(call))
      const { enabled } = check(subdomainBody, jsonOf(call))
      if (!script) return failed(404, 10007, 'This Worker does not exist on your account.')
      script.enabled = enabled
      return succeeded({ enabled, previews_enabled: false })
    },
    'DELETE /accounts/:account/workers/scripts/:name': async (call) => {
      const script = scripts.get(keyOf(call))
      if (!script) return failed(404, 10007, 'This Worker does not exist on your account.')
      await script.running.close()
      scripts.delete(keyOf(call))
      return succeeded({ id: call.params.name })
    },
  }

  const guarded = (answer: (call: Call) => Answer | Promise<Answer>) => (call: Call) => {
    if (call.headers.authorization !== `Bearer ${options.token}`)
      return failed(403, 10000, 'Authentication error')
    const { account } = call.params
    if (account !== undefined && !accounts.includes(account))
      return failed(403, 10000, 'Authentication error')
    return answer(call)
  }

  const standIn = await startStandIn({
    clock: options.clock,
    routes: Object.entries(api).map(([on, answer]) => ({ on, answer: guarded(answer) })),
    serve: (host, call) => serve(scripts, host, call),
    errorBody: (status, message) => failed(status, 10021, message).json,
  })
  return {
    ...standIn,
    scripts,
    baseUrls: { cloudflare: standIn.url, 'workers.dev': `${standIn.url}/on/{host}` },
    addScript(name, tags = []) {
      const metadata = { main_module: 'a.js', compatibility_date: '2026-01-01', tags: [...tags] }
      scripts.set(`${accounts[0]}/${name}`, {
        metadata,
        files: new Map(),
        running: runningFunctions(run),
        enabled: true,
      })
    },
    async close() {
      for (const { running } of scripts.values()) await running.close()
      await standIn.close()
    },
  }
}

/** Metadata and modules of an upload. https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/ */
async function readUpload({ headers, body }: Call) {
  const type = headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data; boundary=')) refuse('the upload is no form')
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  const parts = [...form] as [string, File][]
  const metadata = check(uploadMetadata, JSON.parse(await textOf(form.get('metadata'))))
  const files = new Map<string, Buffer>()
  for (const [name, part] of parts.filter(([one]) => one !== 'metadata')) {
    if (!MODULE_TYPES.test(part.type)) refuse(`${name} has the type ${part.type}`)
    if (part.name !== name) refuse(`the part ${name} has the file name ${part.name}`)
    files.set(name, Buffer.from(await part.arrayBuffer()))
  }
  if (!files.has(metadata.main_module)) refuse('No such module: main_module')
  return { metadata, files }
}

const MODULE_TYPES =
  /^(?:application\/javascript\+module|application\/octet-stream|application\/wasm|text\/plain)$/

async function textOf(part: unknown): Promise<string> {
  return part instanceof Blob ? part.text() : refuse('metadata is missing')
}

async function serve(scripts: ReadonlyMap<string, Script>, host: string, call: Call): Promise<Answer> {
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

function check<T>(schema: ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value)
  return read.success
    ? read.data
    : refuse(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
}

function succeeded(result: unknown): Answer {
  return { status: 200, json: { success: true, errors: [], messages: [], result } }
}

function failed(status: number, code: number, message: string) {
  return { status, json: { success: false, errors: [{ code, message }], messages: [], result: null } }
}
