import { createRequire } from 'node:module'
import type { Call } from '../stand-in.ts'

/** As much of JSON Schema as Netlify's Swagger 2.0 document uses. */
interface Schema {
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly allOf?: readonly Schema[]
}

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'body' | 'header'
  readonly required?: boolean
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly schema?: Schema
}

interface Operation {
  readonly parameters?: readonly Parameter[]
  readonly consumes?: readonly string[]
}

interface PathItem {
  readonly parameters?: readonly Parameter[]
  readonly [method: string]: Operation | readonly Parameter[] | undefined
}

const require = createRequire(import.meta.url)
const swagger = require('@netlify/open-api') as {
  readonly basePath: string
  readonly consumes: readonly string[]
  readonly paths: Readonly<Record<string, PathItem>>
}

/**
 * Checks a call against Netlify's published API description (@netlify/open-api).
 * @returns what is wrong with it: no such call, an unknown or missing parameter, a wrong content type, or a
 * body field that is unknown, missing or of a wrong type
 */
export function findNetlifyFault(call: Call): string | undefined {
  const found = findOperation(call)
  if (!found) return 'Netlify has no such call'
  const { parameters, consumes } = found
  return faultInQuery(parameters, call) ?? faultInBody(parameters, consumes, call)
}

/** A literal path wins over one with parameters: `/accounts` over `/{account_slug}`. */
function findOperation(call: Call) {
  const path = call.path.slice(swagger.basePath.length)
  const candidates = Object.entries(swagger.paths).filter(([template]) => toPattern(template).test(path))
  const [item] = candidates
    .sort(([a], [b]) => a.split('{').length - b.split('{').length)
    .map(([, one]) => one)
  const operation = item?.[call.method.toLowerCase()] as Operation | undefined
  if (!item || !operation) return undefined
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])]
  return { parameters, consumes: operation.consumes ?? swagger.consumes }
}

function toPattern(template: string): RegExp {
  return new RegExp(`^${template.replace(/\{path\}/g, '.+').replace(/\{[^}]+\}/g, '[^/]+')}$`)
}

function faultInQuery(parameters: readonly Parameter[], call: Call): string | undefined {
  const known = parameters.filter((one) => one.in === 'query')
  for (const [name, value] of call.query) {
    const parameter = known.find((one) => one.name === name)
    if (!parameter) return `unknown query parameter ${name}`
    if (parameter.type === 'integer' && !/^\d+$/.test(value))
      return `query parameter ${name} is not an integer`
    if (parameter.type === 'boolean' && !/^(true|false)$/.test(value)) return `${name} is not a boolean`
    if (parameter.enum && !parameter.enum.includes(value)) return `${name} is none of ${parameter.enum}`
  }
  return known
    .filter(({ required, name }) => required && !call.query.has(name))
    .map(({ name }) => `${name} is missing`)[0]
}

function faultInBody(
  parameters: readonly Parameter[],
  consumes: readonly string[],
  call: Call,
): string | undefined {
  const parameter = parameters.find((one) => one.in === 'body')
  if (!parameter) return call.body.length > 0 ? 'a body where there is none' : undefined
  if (call.body.length === 0) return parameter.required ? 'the body is missing' : undefined
  const type = call.headers['content-type']?.split(';')[0] ?? ''
  if (!consumes.includes(type)) return `content type ${type} is none of ${consumes}`
  if (type !== 'application/json') return undefined
  return faultIn(JSON.parse(call.body.toString()), parameter.schema ?? {}, 'body')
}

/** Stricter than Swagger: a field that the description does not list is a fault. */
function faultIn(value: unknown, schema: Schema, at: string): string | undefined {
  const whole = merge(schema)
  if (whole.enum && !whole.enum.includes(value)) return `${at} is none of ${whole.enum}`
  if (whole.type && !hasType(value, whole.type)) return `${at} is not of type ${whole.type}`
  if (Array.isArray(value))
    return firstFault(value.map((item, i) => [item, whole.items ?? {}, `${at}[${i}]`]))
  if (typeof value !== 'object' || value === null) return undefined
  const missing = whole.required?.find((name) => !(name in value))
  if (missing) return `${at}.${missing} is missing`
  const rest = typeof whole.additionalProperties === 'object' ? whole.additionalProperties : undefined
  const closed = whole.properties !== undefined && rest === undefined
  const unknown = closed ? Object.keys(value).find((name) => !whole.properties?.[name]) : undefined
  if (unknown) return `${at}.${unknown} is unknown`
  return firstFault(
    Object.entries(value).map(([name, item]) => [
      item,
      whole.properties?.[name] ?? rest ?? {},
      `${at}.${name}`,
    ]),
  )
}

function firstFault(parts: readonly (readonly [unknown, Schema, string])[]): string | undefined {
  return parts.map((part) => faultIn(...part)).find((fault) => fault !== undefined)
}

function merge(schema: Schema): Schema {
  const parts = [schema, ...(schema.allOf ?? []).map(merge)]
  const properties = parts.map((part) => part.properties).filter((part) => part !== undefined)
  const required = parts.flatMap((part) => part.required ?? [])
  const type = parts.find((part) => part.type)?.type
  return {
    ...schema,
    ...(type === undefined ? {} : { type }),
    required,
    ...(properties.length > 0 ? { properties: Object.assign({}, ...properties) } : {}),
  }
}

function hasType(value: unknown, type: string): boolean {
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}
