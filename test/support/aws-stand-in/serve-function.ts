import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { AwsCloud, StoredFunction } from './aws-cloud.ts'
import { AwsRefusal } from './aws-refusal.ts'
import type { Asked, FunctionHost, HostedReply, ServedReply, Variables } from './function-host.ts'
import type { AwsCall } from './read-call.ts'
import { find, isPublic } from './stored-function.ts'
import { writeJson } from './write-answer.ts'

/** What there is, and what runs it. */
export interface ServedCloud {
  readonly cloud: AwsCloud
  readonly host: FunctionHost
}

/** Lambda's Invoke. @returns what to answer, or undefined for a dry run @throws AwsRefusal */
export async function invokeFunction(
  call: AwsCall,
  { cloud, host }: ServedCloud,
): Promise<HostedReply | undefined> {
  const stored = find(call.input, cloud)
  if (call.headers['x-amz-invocation-type'] === 'DryRun') return undefined
  const qualifier = call.input.Qualifier === undefined ? '' : `:${call.input.Qualifier}`
  if (qualifier && !stored.versions.has(qualifier.slice(1)))
    throw new AwsRefusal(404, 'ResourceNotFoundException', `Function not found: ${stored.arn}${qualifier}`)
  cloud.logGroups.add(`/aws/lambda/${stored.name}`)
  return host.invoke(stored.name + qualifier, stored.zip, handlerOf(stored), call.body, variablesOf(stored))
}

/** A request to a function URL, whose address is `/function-url/<name>/…`. */
export async function answerFunctionUrl(
  req: IncomingMessage,
  body: Buffer,
  res: ServerResponse,
  served: ServedCloud,
): Promise<void> {
  const name = req.url?.split('/')[2] ?? ''
  const stored = served.cloud.functions.get(name)
  if (!stored?.url || !isPublic(stored) || stored.urlRefusals-- > 0) {
    const Message = 'Forbidden. For troubleshooting Function URL authorization issues, see: urls-auth'
    writeJson({ status: 403, json: { Message } }, res)
    return
  }
  served.cloud.logGroups.add(`/aws/lambda/${name}`)
  const asked = askedOf(req, body)
  const { host } = served
  if (!host.serve) return answerByEvent(asked, stored, host, res)
  const reply = await host.serve(name, stored.zip, handlerOf(stored), asked, variablesOf(stored))
  await sendServed(reply, stored.streams === true, res)
}

function askedOf(req: IncomingMessage, body: Buffer): Asked {
  const [whole = '/', query = ''] = (req.url ?? '/').split('?', 2)
  const path = `/${whole.split('/').slice(3).join('/')}`
  const headers = Object.fromEntries(Object.entries(req.headers).map(([key, value]) => [key, String(value)]))
  return { method: req.method ?? 'GET', path: query ? `${path}?${query}` : path, headers, body }
}

/** A host that only pretends is handed the event that a URL makes of a request. */
async function answerByEvent(
  { method, path: asked, headers }: Asked,
  stored: StoredFunction,
  host: FunctionHost,
  res: ServerResponse,
): Promise<void> {
  const [path, query = ''] = asked.split('?', 2)
  const event = {
    version: '2.0',
    rawPath: path,
    rawQueryString: query,
    headers,
    requestContext: { http: { method, path } },
  }
  const payload = Buffer.from(JSON.stringify(event))
  const reply = await host.invoke(stored.name, stored.zip, handlerOf(stored), payload, variablesOf(stored))
  const result = JSON.parse(reply.body.toString())
  res.writeHead(result.statusCode ?? 200, result.headers ?? {}).end(result.body ?? reply.body)
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

function handlerOf({ configuration }: StoredFunction): string {
  return String(configuration.Handler)
}

function variablesOf({ configuration }: StoredFunction): Variables {
  return (configuration.Environment as { Variables?: Variables } | undefined)?.Variables ?? {}
}
