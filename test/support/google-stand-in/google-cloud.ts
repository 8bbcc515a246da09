import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Clock } from '../../../src/core/clock.ts'
import { systemClock } from '../../../src/core/system-clock.ts'
import { startPlatformServer } from '../platform-server.ts'
import { type Misbehaviour, planMisbehaviours } from '../stand-in/misbehaviour.ts'
import { answerApi } from './answer-api.ts'
import { invoke } from './cloud-run.ts'
import { type CloudState, Refusal, type Settings } from './cloud-state.ts'
import { type FunctionHost, pretendHost } from './function-host.ts'
import type { IncomingCall } from './incoming-call.ts'
import { googleError, type PlannedReply } from './misbehaviour.ts'
import { putSource } from './source-uploads.ts'
import { createTokenServer, type TokenServer } from './tokens.ts'

/** A project of Google Cloud on loopback: token server, Cloud Functions, Cloud Run, Cloud Storage, Scheduler. */
export interface GoogleCloud extends Omit<CloudState, 'host'> {
  /** To be put in place of Google's own addresses. */
  readonly baseUrls: Readonly<Record<string, string>>
  readonly tokens: TokenServer
  /** The time it lives in: the machine's, until a context on a fake clock is made for it. */
  clock: Clock
  /** Every call in order, by Google's name of it. */
  readonly calls: string[]
  /** Calls that Google's descriptions or rules do not allow. */
  readonly refusals: string[]
  /** Runs after a call is done and before it is answered. */
  onCall: ((rpc: string) => void | Promise<void>) | undefined
  misbehave(misbehaviour: Misbehaviour<PlannedReply>): void
  close(): Promise<void>
}

/** Refusals that say a request is wrong in itself, not that it comes at a bad time. */
const UNLAWFUL = new Set(['INVALID_ARGUMENT', 'InvalidArgument', 'SignatureDoesNotMatch', 'UNAUTHENTICATED'])

const HOSTS = [
  'oauth2.googleapis.com',
  'cloudfunctions.googleapis.com',
  'run.googleapis.com',
  'cloudscheduler.googleapis.com',
  'serviceusage.googleapis.com',
  'cloudresourcemanager.googleapis.com',
]

export async function startGoogleCloud(host?: FunctionHost): Promise<GoogleCloud> {
  const server = await startPlatformServer(
    () => cloud.clock,
    (request, response) => void handle(cloud, state, request, response),
  )
  const { url } = server
  const tokens = createTokenServer({ wallMs: () => cloud.clock.wallMs() })
  const state = createState(url, host ?? pretendHost(() => cloud.clock), tokens.secrets)
  const misbehaviours = planMisbehaviours<PlannedReply>()
  const cloud: Cloud = {
    ...state,
    tokens,
    clock: systemClock,
    baseUrls: Object.fromEntries(HOSTS.map((name) => [name, `${url}/${name}`])),
    calls: [],
    refusals: [],
    onCall: undefined,
    misbehave: misbehaviours.add,
    take: misbehaviours.take,
    async close() {
      for (const { hosted } of state.functions.values()) await hosted?.close()
      await server.close()
    },
  }
  return cloud
}

function createState(url: string, host: FunctionHost, secrets: string[]): CloudState {
  const settings: Settings = {
    operationPolls: 2,
    organisationForbidsPublic: false,
    servicesAreClosed: false,
    buildError: undefined,
    policyDelayCalls: 0,
    disabledServices: [],
    policyRaces: 0,
    buildsByDefault: true,
  }
  const empty = () => new Map<string, never>()
  return {
    url,
    host,
    secrets,
    settings,
    functions: empty(),
    services: empty(),
    jobs: empty(),
    operations: empty(),
    uploads: empty(),
  }
}

type Cloud = GoogleCloud & { take(rpc: string): Misbehaviour<PlannedReply> | undefined }

interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly body: string | ReadableStream<Uint8Array>
}

async function handle(
  cloud: Cloud,
  state: CloudState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://stand-in')
  const [, host = '', ...rest] = url.pathname.split('/')
  const path = `/${rest.join('/')}`
  const upload = host === 'storage.googleapis.com' ? cloud.take('PutSource') : undefined
  if (upload?.reset) {
    request.once('data', () => request.socket.destroy())
    return
  }
  const body = await readBody(request)
  const call = { tokens: cloud.tokens, state, request, host, path, query: url.searchParams, body }
  const rpc = rpcOf(call)
  const how = rpc === 'PutSource' ? upload : cloud.take(rpc)
  if (how?.reset === 'mid-request') return void request.socket.destroy()
  const done = how?.reply && !how.afterDoing ? undefined : await answered(cloud, call, rpc)
  const answer = how?.reply || !done ? planned(how?.reply) : done
  cloud.calls.push(rpc)
  await cloud.onCall?.(rpc)
  if (how?.reset === 'after') return void request.socket.destroy()
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
  if (typeof answer.body === 'string') response.end(answer.body)
  else await pipeline(Readable.fromWeb(answer.body as never), response)
}

function planned({ status, json, headers }: PlannedReply = { status: 500 }): Answer {
  return { status, body: JSON.stringify(json ?? {}), ...(headers ? { headers } : {}) }
}

function rpcOf(call: IncomingCall): string {
  if (call.host === 'oauth2.googleapis.com') return 'Token'
  if (call.host === 'storage.googleapis.com') return 'PutSource'
  if (call.host === 'invoke') return 'Invoke'
  return answerApi.nameOf(call)
}

async function answered(cloud: Cloud, call: IncomingCall, rpc: string): Promise<Answer> {
  try {
    if (rpc === 'Invoke') return await answerInvoke(call)
    const json = rpc === 'Token' ? undefined : rpc === 'PutSource' ? put(call) : await answerApi.answer(call)
    if (json) return { status: 200, body: JSON.stringify(json) }
    const { status, json: token } = cloud.tokens.answer(new URLSearchParams(call.body.toString()))
    return { status, body: JSON.stringify(token) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (UNLAWFUL.has(error.code)) cloud.refusals.push(`${rpc}: ${error.message}`)
    return {
      status: error.status,
      body: JSON.stringify(googleError(error.status, error.code, error.message, error.details)),
    }
  }
}

function put({ state, query, request, body }: IncomingCall): object {
  putSource(state, query, request.headers, body)
  return {}
}

async function answerInvoke({ tokens, state, request, path, query, body }: IncomingCall): Promise<Answer> {
  const [, id = '', ...rest] = path.split('/')
  const token = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
  const claims = tokens.idTokenClaims(token)
  const caller = claims?.aud === `${state.url}/invoke/${id}` ? claims.email : undefined
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  )
  const search = query.size > 0 ? `?${query}` : ''
  const method = request.method ?? 'GET'
  return invoke(state, id, caller, { method, path: `/${rest.join('/')}${search}`, headers, body })
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
