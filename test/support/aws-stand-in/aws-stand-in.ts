import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { systemClock } from '../../../src/core/system-clock.ts'
import { startPlatformServer } from '../platform-server.ts'
import { type Misbehaviour, planMisbehaviours } from '../stand-in/misbehaviour.ts'
import { find, isPublic, type JsonAnswer, lambdaAnswers } from './answer-lambda.ts'
import { jsonAnswers, xmlAnswers } from './answer-others.ts'
import { type AwsCloud, createCloud, type Pace } from './aws-cloud.ts'
import { AwsRefusal } from './aws-refusal.ts'
import { checkInput } from './check-input.ts'
import { checkSignature, type KnownKey } from './check-signature.ts'
import { type FunctionHost, pretendHost, type ServedReply, type Variables } from './function-host.ts'
import { type AwsCall, readCall } from './read-call.ts'
import { serviceModels } from './service-models.ts'

/** The credentials this cloud knows; planted so that a test can look for them in everything that was written. */
export const standInKey: KnownKey = {
  accessKeyId: 'AKIACOLDSTARTTEST001',
  secretAccessKey: 'planted-secret-access-key-0123456789abcd',
  sessionToken: 'planted-session-token-0123456789abcdef',
}

/** What is answered on command, in the form that the protocol of the service has for errors. */
interface PlannedReply {
  readonly status: number
  readonly code: string
  readonly message?: string
}

export interface StandInOptions {
  readonly pace?: Partial<Pace>
  readonly host?: FunctionHost
  readonly account?: string
  /** The caller's policy lacks lambda:ListTags. */
  readonly hidesTags?: boolean
  /** A moto server that does Lambda's, IAM's and the other control planes in place of this one. */
  readonly upstream?: Upstream
}

/** Another control plane behind the checks of this one. */
export interface Upstream {
  answer(call: AwsCall, cloud: AwsCloud, urlOf: (name: string) => string): Promise<UpstreamAnswer>
}

export interface UpstreamAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface AwsStandIn {
  readonly url: string
  readonly cloud: AwsCloud
  /** Operations in the order they came, `lambda:CreateFunction`. */
  readonly calls: AwsCall[]
  /** Requests that AWS would refuse for what they are: signature, service, operation or a member. */
  readonly refusals: string[]
  misbehave(misbehaviour: Misbehaviour<PlannedReply>): void
  /** Called when a call has been checked (`before`) and when it was done and not yet answered (`after`). */
  onCall: ((call: AwsCall, moment: 'before' | 'after') => void | Promise<void>) | undefined
  close(): Promise<void>
}

/**
 * An AWS on loopback: real wire protocols, signatures and service models are checked before anything is done.
 * It lives in the machine's time, because the SDK does and corrects itself by the dates of replies.
 */
export async function startAwsStandIn(options: StandInOptions = {}): Promise<AwsStandIn> {
  const host = options.host ?? pretendHost()
  const cloud = createCloud(options.pace, options)
  const calls: AwsCall[] = []
  const refusals: string[] = []
  const misbehaviours = planMisbehaviours<PlannedReply>()
  const server = await startPlatformServer(
    () => systemClock,
    (req, res) => {
      void answerHttp(req, res).catch((error: unknown) => {
        res.writeHead(500).end(String(error))
      })
    },
  )
  const { url } = server
  const urlOf = (name: string) => `${url}/function-url/${name}/`

  async function answerHttp(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await readAll(req)
    if (req.url?.startsWith('/function-url/')) return answerFunctionUrl(req, body, res)
    let service = 'lambda'
    try {
      const call = readChecked(req, body)
      service = call.service
      calls.push(call)
      await standIn.onCall?.(call, 'before')
      const trouble = misbehaviours.take(call.operation)
      const isDone = trouble === undefined || trouble.afterDoing || trouble.reset === 'after'
      if (trouble && !isDone) return misbehaveNow(trouble, service, res)
      const done = await perform(call)
      await standIn.onCall?.(call, 'after')
      if (trouble) return misbehaveNow(trouble, service, res)
      done(res)
    } catch (error) {
      if (!(error instanceof AwsRefusal)) throw error
      writeRefusal(error, service, res)
    }
  }

  function readChecked(req: IncomingMessage, body: Buffer): AwsCall {
    try {
      const call = readCall(req, body)
      checkSignature(call, standInKey)
      checkInput(call)
      return call
    } catch (error) {
      refusals.push(`${req.method} ${req.url}: ${String(error)}`)
      throw error
    }
  }

  async function perform(call: AwsCall): Promise<(res: ServerResponse) => void> {
    if (call.operation === 'Invoke') return invoke(call)
    if (options.upstream) {
      const { status, headers, body } = await options.upstream.answer(call, cloud, urlOf)
      return (res) => res.writeHead(status, headers).end(body)
    }
    const xml = xmlAnswers[call.operation]?.(call, cloud)
    if (xml !== undefined) return (res) => writeXml(call.operation, xml, res)
    const json = jsonAnswers[call.operation]?.(call, cloud)
    const answer = json ?? (await lambdaAnswers[call.operation]?.(call, { cloud, evict: host.evict, urlOf }))
    if (!answer) throw new AwsRefusal(404, 'UnknownOperationException', call.operation)
    return (res) => writeJson(answer, res)
  }

  async function invoke(call: AwsCall): Promise<(res: ServerResponse) => void> {
    const stored = find(call.input, cloud)
    if (call.headers['x-amz-invocation-type'] === 'DryRun') return (res) => res.writeHead(204).end()
    const qualifier = call.input.Qualifier === undefined ? '' : `:${call.input.Qualifier}`
    if (qualifier && !stored.versions.has(qualifier.slice(1)))
      throw new AwsRefusal(404, 'ResourceNotFoundException', `Function not found: ${stored.arn}${qualifier}`)
    cloud.logGroups.add(`/aws/lambda/${stored.name}`)
    const handler = String(stored.configuration.Handler)
    const key = stored.name + qualifier
    const reply = await host.invoke(key, stored.zip, handler, call.body, variablesOf(stored))
    return (res) => res.writeHead(reply.status, reply.headers).end(reply.body)
  }

  async function answerFunctionUrl(req: IncomingMessage, body: Buffer, res: ServerResponse): Promise<void> {
    const name = req.url?.split('/')[2] ?? ''
    const stored = cloud.functions.get(name)
    if (!stored?.url || !isPublic(stored) || stored.urlRefusals-- > 0) {
      const Message = 'Forbidden. For troubleshooting Function URL authorization issues, see: urls-auth'
      writeJson({ status: 403, json: { Message } }, res)
      return
    }
    cloud.logGroups.add(`/aws/lambda/${name}`)
    const [whole = '/', query = ''] = (req.url ?? '/').split('?', 2)
    const path = `/${whole.split('/').slice(3).join('/')}`
    const handler = String(stored.configuration.Handler)
    if (host.serve) {
      const headers = Object.fromEntries(
        Object.entries(req.headers).map(([key, value]) => [key, String(value)]),
      )
      const asked = { method: req.method ?? 'GET', path: query ? `${path}?${query}` : path, headers, body }
      const served = await host.serve(name, stored.zip, handler, asked, variablesOf(stored))
      return sendServed(served, stored.streams === true, res)
    }
    const event = {
      version: '2.0',
      rawPath: path,
      rawQueryString: query,
      headers: req.headers,
      requestContext: { http: { method: req.method, path } },
    }
    const reply = await host.invoke(
      name,
      stored.zip,
      handler,
      Buffer.from(JSON.stringify(event)),
      variablesOf(stored),
    )
    const result = JSON.parse(reply.body.toString())
    res.writeHead(result.statusCode ?? 200, result.headers ?? {}).end(result.body ?? reply.body)
  }

  const standIn: AwsStandIn = {
    url,
    cloud,
    calls,
    refusals,
    onCall: undefined,
    misbehave: misbehaviours.add,
    async close() {
      await server.close()
      await host.close()
    },
  }
  return standIn
}

/** What a process needs in its environment to meet this cloud in place of AWS. */
export function environmentFor(standIn: AwsStandIn): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: standIn.url,
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: standInKey.accessKeyId,
    AWS_SECRET_ACCESS_KEY: standInKey.secretAccessKey,
    AWS_SESSION_TOKEN: standInKey.sessionToken ?? '',
  }
}

/** A buffered URL sends nothing before it has everything. */
async function sendServed({ status, headers, body }: ServedReply, streams: boolean, res: ServerResponse) {
  if (!body) {
    res.writeHead(status, headers).end()
    return
  }
  const chunks = Readable.fromWeb(body as never)
  const buffered = streams ? undefined : Buffer.concat(await chunks.toArray())
  res.writeHead(status, headers)
  if (buffered) res.end(buffered)
  else await pipeline(chunks, res)
}

async function readAll(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function misbehaveNow(trouble: Misbehaviour<PlannedReply>, service: string, res: ServerResponse): void {
  if (trouble.reset) {
    res.destroy()
    return
  }
  const { status = 500, code = 'ServiceException', message = 'on command' } = trouble.reply ?? {}
  writeRefusal(new AwsRefusal(status, code, message), service, res)
}

function writeRefusal({ status, code, message }: AwsRefusal, service: string, res: ServerResponse): void {
  const protocol = serviceModels[service]?.protocol
  if (protocol === 'query') {
    const text = message.replace(/&/g, '&amp;').replace(/</g, '&lt;')
    res.writeHead(status, { 'content-type': 'text/xml' })
    res.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error></ErrorResponse>`,
    )
    return
  }
  const json = protocol === 'json' ? { __type: code, message } : { Message: message }
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (protocol !== 'json') headers['x-amzn-errortype'] = `${code}:http://internal.amazon.com/coral/`
  res.writeHead(status, headers).end(JSON.stringify(json))
}

function writeXml(operation: string, inner: string, res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'text/xml' })
  res.end(`<${operation}Response><${operation}Result>${inner}</${operation}Result></${operation}Response>`)
}

function writeJson({ status, json }: JsonAnswer, res: ServerResponse): void {
  res.writeHead(status, { 'content-type': 'application/json' })
  res.end(json === undefined ? '' : JSON.stringify(json))
}

function variablesOf({ configuration }: { readonly configuration: Record<string, unknown> }): Variables {
  return (configuration.Environment as { Variables?: Variables } | undefined)?.Variables ?? {}
}
