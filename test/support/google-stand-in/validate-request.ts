import { apiDescriptions, type FieldDescription, type MethodDescription } from './api-descriptions.ts'

export interface ApiCall {
  readonly host: string
  readonly verb: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: unknown
}

/** The description of a call and what its path names, or what is wrong with it in Google's manner. */
export type Verdict =
  | { readonly method: MethodDescription; readonly names: Readonly<Record<string, string>> }
  | { readonly wrong: string }

/** Following a long-running operation is a mixin that no package of Google's describes; its REST reference does. */
const OPERATIONS: MethodDescription[] = ['cloudfunctions.googleapis.com', 'run.googleapis.com'].map(
  (host) => ({
    host,
    rpc: 'GetOperation',
    verb: 'GET',
    path: '/v2/{name=projects/*/locations/*/operations/*}',
    request: 'google.longrunning.GetOperationRequest',
  }),
)

/** Google's name of a call, whatever is in it. */
export function methodOf({ host, verb, path }: Pick<ApiCall, 'host' | 'verb' | 'path'>) {
  for (const method of [...apiDescriptions.methods, ...OPERATIONS]) {
    const names = method.host === host && method.verb === verb ? matchPath(method.path, path) : undefined
    if (names) return { method, names }
  }
  return undefined
}

/** Checks a call against Google's published description: binding, required fields, unknown fields, types, enums. */
export function validateRequest(call: ApiCall): Verdict {
  const found = methodOf(call)
  if (!found) return { wrong: `no method ${call.verb} ${call.path} on ${call.host}` }
  const wrong = findWrong(found.method, found.names, call)
  return wrong ? { wrong } : found
}

function findWrong(
  method: MethodDescription,
  names: Record<string, string>,
  call: ApiCall,
): string | undefined {
  const { request, body } = method
  if (!body && call.body !== undefined) return `${method.rpc} takes no body`
  if (body && call.body === undefined) return `${method.rpc} needs a body`
  const fromBody =
    body === '*' ? wrongMessage(request, call.body, 'body') : body && wrongBodyField(request, body, call.body)
  if (fromBody) return fromBody
  for (const name of new Set(call.query.keys())) {
    const type = fieldAt(request, name)
    if (!type) return `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter.`
  }
  const given = new Set([...Object.keys(names).map((name) => name.split('.')[0]), ...call.query.keys(), body])
  const fields = Object.entries(apiDescriptions.messages[request]?.fields ?? {})
  const missing = fields.find(([name, { required }]) => required && body !== '*' && !given.has(name))
  return missing && `${missing[0]} is required`
}

function wrongBodyField(request: string, body: string, value: unknown): string | undefined {
  const field = apiDescriptions.messages[request]?.fields[body]
  return field ? wrongMessage(field.type, value, body) : `${request} has no ${body}`
}

function wrongMessage(type: string, value: unknown, at: string): string | undefined {
  const message = apiDescriptions.messages[type]
  if (!message) return undefined
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${at} must be an object`
  const given = value as Record<string, unknown>
  for (const [name, one] of Object.entries(given)) {
    const field = message.fields[name]
    if (!field) return `Invalid JSON payload received. Unknown name "${name}" at '${at}': Cannot find field.`
    const wrong = wrongField(field, one, `${at}.${name}`)
    if (wrong) return wrong
  }
  const twice = message.oneofs.find((names) => names.filter((name) => given[name] !== undefined).length > 1)
  if (twice) return `${at}: only one of ${twice.join(', ')} may be set`
  const missing = Object.entries(message.fields).find(
    ([name, { required }]) => required && given[name] === undefined && at !== 'body',
  )
  return missing && `${at}.${missing[0]} is required`
}

function wrongField(field: FieldDescription, value: unknown, at: string): string | undefined {
  if (value === undefined || value === null) return undefined
  if (field.map) {
    if (typeof value !== 'object' || Array.isArray(value)) return `${at} must be a map`
    return firstOf(Object.entries(value), ([key, one]) => wrongValue(field.type, one, `${at}.${key}`))
  }
  if (!field.repeated) return wrongValue(field.type, value, at)
  if (!Array.isArray(value)) return `${at} must be a list`
  return firstOf(value.entries(), ([index, one]) => wrongValue(field.type, one, `${at}[${index}]`))
}

/** Proto3 JSON: https://protobuf.dev/programming-guides/json/ */
const SCALARS: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  int32: (value) => Number.isInteger(value),
  int64: (value) => Number.isInteger(value) || /^-?\d+$/.test(String(value)),
  bytes: (value) => typeof value === 'string' && /^[\w+/=-]*$/.test(value),
  'google.protobuf.Duration': (value) => typeof value === 'string' && /^\d+(\.\d+)?s$/.test(value),
  'google.protobuf.Timestamp': (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  'google.protobuf.FieldMask': (value) => typeof value === 'string',
}

function wrongValue(type: string, value: unknown, at: string): string | undefined {
  const known = SCALARS[type]
  if (known) return known(value) ? undefined : `Invalid value at '${at}' (${type})`
  const values = apiDescriptions.enums[type]
  if (values)
    return values.includes(String(value)) ? undefined : `Invalid value at '${at}' (${type}): ${value}`
  return wrongMessage(type, value, at)
}

/** A field of a request by its dotted query name. */
function fieldAt(request: string, dotted: string): FieldDescription | undefined {
  const [first = '', ...rest] = dotted.split('.')
  const field = apiDescriptions.messages[request]?.fields[first]
  return field && rest.length > 0 ? fieldAt(field.type, rest.join('.')) : field
}

/** google.api.http path templates: `{name=projects/*}` binds what it matches, `:verb` is literal. */
function matchPath(template: string, path: string): Record<string, string> | undefined {
  const variables: string[] = []
  const pattern = template.replaceAll(
    /\{([^=}]+)=([^}]+)\}|[.:]/g,
    (whole, name?: string, inner?: string) => {
      if (!name || !inner) return `\\${whole}`
      variables.push(name)
      return `(${inner.replaceAll('*', '[^/:]+')})`
    },
  )
  const match = new RegExp(`^${pattern}$`).exec(path)
  return match
    ? Object.fromEntries(variables.map((name, index) => [name, match[index + 1] ?? '']))
    : undefined
}

function firstOf<T>(items: Iterable<T>, check: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const wrong = check(item)
    if (wrong) return wrong
  }
  return undefined
}
