import type { IncomingMessage } from 'node:http'
import { AwsRefusal } from './aws-refusal.ts'
import { type Operation, type ServiceModel, serviceModels } from './service-models.ts'

/** One API call, as its service model reads the request. */
export interface AwsCall {
  readonly service: string
  readonly operation: string
  readonly region: string
  /** Members of the operation's input, from path, query, headers and body. */
  readonly input: Readonly<Record<string, unknown>>
  readonly method: string
  /** Path and query as sent. */
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** @throws AwsRefusal when the request is of no operation that coldstart may use */
export function readCall(req: IncomingMessage, body: Buffer): AwsCall {
  const scope = /Credential=[^/]+\/\d{8}\/(?<region>[\w-]+)\/(?<service>[\w-]+)\/aws4_request/.exec(
    req.headers.authorization ?? '',
  )?.groups
  if (!scope?.service) throw new AwsRefusal(403, 'MissingAuthenticationToken', 'Missing Authentication Token')
  const { service, region = '' } = scope
  const model = serviceModels[service]
  if (!model) throw new AwsRefusal(403, 'InvalidSignatureException', `signed for ${service}`)
  const url = req.url ?? '/'
  const found = findOperation(model, req, url, body)
  const read = { rest: readRestInput, query: readQueryInput, json: readJsonInput }[
    model.protocol === 'rest-json' ? 'rest' : model.protocol
  ]
  const input = read(found.operation, model, req, url, body)
  const { method = '', headers } = req
  return { service, region, operation: found.name, input, method, url, headers, body }
}

interface FoundOperation {
  readonly name: string
  readonly operation: Operation
}

function findOperation(model: ServiceModel, req: IncomingMessage, url: string, body: Buffer): FoundOperation {
  const name = operationName(model, req, url, body)
  const operation = name === undefined ? undefined : model.operations[name]
  if (!name || !operation)
    throw new AwsRefusal(404, 'UnknownOperationException', `${req.method} ${url} is no known operation`)
  return { name, operation }
}

function operationName(model: ServiceModel, req: IncomingMessage, url: string, body: Buffer) {
  if (model.protocol === 'query') return new URLSearchParams(body.toString()).get('Action') ?? undefined
  if (model.protocol === 'json') return String(req.headers['x-amz-target']).split('.')[1]
  const path = url.split('?')[0] ?? ''
  const match = ([, { method, uri }]: [string, Operation]) =>
    method === req.method && pathPattern(uri).test(path)
  return Object.entries(model.operations).find(match)?.[0]
}

function pathPattern(uri: string): RegExp {
  return new RegExp(`^${uri.replace(/\{(\w+)\+?\}/g, '(?<$1>[^/]+)')}/?$`)
}

function readRestInput(
  operation: Operation,
  model: ServiceModel,
  req: IncomingMessage,
  url: string,
  body: Buffer,
) {
  const [path = '', query = ''] = url.split('?')
  const inPath = pathPattern(operation.uri).exec(path)?.groups ?? {}
  const inQuery = new URLSearchParams(query)
  const members = model.shapes[operation.input ?? '']?.members ?? {}
  const located = Object.entries(members).flatMap(([name, { location, locationName = name }]) => {
    const value =
      location === 'uri'
        ? decodeURIComponent(inPath[locationName] ?? '')
        : location === 'querystring'
          ? inQuery.get(locationName)
          : location === 'header'
            ? req.headers[locationName.toLowerCase()]
            : undefined
    return value === undefined || value === null ? [] : [[name, numberIfAsked(value, model, name, members)]]
  })
  const hasPayload = Object.values(members).some(({ location }) => location === undefined)
  const isBlob = 'Payload' in members
  const inBody = isBlob || !hasPayload ? {} : parseBody(body)
  return { ...inBody, ...Object.fromEntries(located) }
}

function numberIfAsked(
  value: unknown,
  model: ServiceModel,
  name: string,
  members: Record<string, { shape: string }>,
) {
  const type = model.shapes[members[name]?.shape ?? '']?.type
  return type === 'integer' || type === 'long' ? Number(value) : value
}

function readJsonInput(_: Operation, __: ServiceModel, ___: IncomingMessage, ____: string, body: Buffer) {
  return parseBody(body)
}

function parseBody(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {}
  try {
    return JSON.parse(body.toString())
  } catch {
    throw new AwsRefusal(400, 'SerializationException', 'Start of structure or map found where not expected')
  }
}

/** `Tags.member.1.Key=a` → `{ Tags: [{ Key: 'a' }] }` */
function readQueryInput(_: Operation, __: ServiceModel, ___: IncomingMessage, ____: string, body: Buffer) {
  const tree: Record<string, unknown> = {}
  for (const [key, value] of new URLSearchParams(body.toString())) {
    if (key === 'Action' || key === 'Version') continue
    const parts = key.split('.')
    const last = parts.pop() ?? ''
    let node = tree
    for (const part of parts) {
      node[part] ??= {}
      node = node[part] as Record<string, unknown>
    }
    node[last] = value
  }
  return unwrapLists(tree) as Record<string, unknown>
}

function unwrapLists(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node
  const record = node as Record<string, unknown>
  if ('member' in record) return Object.values(record.member as object).map(unwrapLists)
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, unwrapLists(value)]))
}
