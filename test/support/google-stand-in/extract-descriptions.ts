import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ApiDescriptions, FieldDescription, MethodDescription } from './api-descriptions.ts'

const oracle = new URL('../../oracles/google/node_modules/@google-cloud/', import.meta.url)

/** Which remote procedures coldstart calls, by the package that describes them. */
const CALLED = {
  functions: {
    host: 'cloudfunctions.googleapis.com',
    service: 'google.cloud.functions.v2.FunctionService',
    methods: [
      'CreateFunction',
      'GetFunction',
      'ListFunctions',
      'UpdateFunction',
      'DeleteFunction',
      'GenerateUploadUrl',
    ],
  },
  run: {
    host: 'run.googleapis.com',
    service: 'google.cloud.run.v2.Services',
    methods: ['GetService', 'UpdateService', 'GetIamPolicy', 'SetIamPolicy'],
  },
  scheduler: {
    host: 'cloudscheduler.googleapis.com',
    service: 'google.cloud.scheduler.v1.CloudScheduler',
    methods: ['CreateJob', 'DeleteJob', 'ListJobs'],
  },
  'service-usage': {
    host: 'serviceusage.googleapis.com',
    service: 'google.api.serviceusage.v1.ServiceUsage',
    methods: ['BatchGetServices'],
  },
  'resource-manager': {
    host: 'cloudresourcemanager.googleapis.com',
    service: 'google.cloud.resourcemanager.v3.Projects',
    methods: ['TestIamPermissions', 'GetIamPolicy'],
  },
} as const

/** A protobufjs JSON descriptor, as far as it is read here. */
interface Node {
  nested?: Record<string, Node>
  methods?: Record<string, { requestType: string; options?: Record<string, string> }>
  fields?: Record<string, Field>
  oneofs?: Record<string, { oneof: string[] }>
  values?: Record<string, number>
}
interface Field {
  type: string
  rule?: string
  keyType?: string
  options?: Record<string, unknown>
}

/** True when test/oracles/google is installed. */
export function isOracleInstalled(): boolean {
  return existsSync(fileURLToPath(new URL('functions/package.json', oracle)))
}

/** Reads, out of Google's own client packages, the description of every call that coldstart makes. */
export function extractDescriptions(): ApiDescriptions {
  const found: ApiDescriptions = { methods: [], messages: {}, enums: {} }
  for (const [name, { host, service, methods }] of Object.entries(CALLED)) {
    const path = new URL(`${name}/build/protos/protos.json`, oracle)
    const root = JSON.parse(readFileSync(path, 'utf8')) as Node
    const scope = service.split('.')
    for (const method of methods) found.methods.push(readMethod(root, scope, method, host))
    for (const { request, host: of } of found.methods) if (of === host) collect(root, request, found)
  }
  return found
}

function readMethod(root: Node, scope: string[], rpc: string, host: string): MethodDescription {
  const method = nodeAt(root, scope)?.methods?.[rpc]
  if (!method) throw new Error(`${scope.join('.')} has no ${rpc}`)
  const options = method.options ?? {}
  const verb = ['get', 'post', 'patch', 'delete', 'put'].find((v) => options[`(google.api.http).${v}`])
  const path = options[`(google.api.http).${verb}`]
  const body = options['(google.api.http).body']
  if (!verb || !path) throw new Error(`${rpc} has no HTTP binding`)
  const request = resolve(root, scope, method.requestType)
  return { host, rpc, verb: verb.toUpperCase(), path, request, ...(body ? { body } : {}) }
}

function collect(root: Node, name: string, found: ApiDescriptions): void {
  if (found.messages[name] || found.enums[name]) return
  const node = nodeAt(root, name.split('.'))
  if (node?.values) {
    found.enums[name] = Object.keys(node.values)
    return
  }
  const fields: Record<string, FieldDescription> = {}
  found.messages[name] = { fields, oneofs: Object.values(node?.oneofs ?? {}).map(({ oneof }) => oneof) }
  for (const [fieldName, field] of Object.entries(node?.fields ?? {})) {
    const type = resolve(root, name.split('.'), field.type)
    fields[fieldName] = describe(field, type)
    if (type.includes('.') && !type.startsWith('google.protobuf.')) collect(root, type, found)
  }
}

function describe(field: Field, type: string): FieldDescription {
  const behaviour = String(field.options?.['(google.api.field_behavior)'] ?? '')
  return {
    type,
    ...(field.rule === 'repeated' ? { repeated: true } : {}),
    ...(field.keyType ? { map: true } : {}),
    ...(behaviour === 'REQUIRED' ? { required: true } : {}),
    ...(behaviour === 'OUTPUT_ONLY' ? { outputOnly: true } : {}),
  }
}

/** Protobuf's name resolution: from the innermost scope outwards. Scalars stay as they are. */
function resolve(root: Node, scope: readonly string[], type: string): string {
  for (let depth = scope.length; depth >= 0; depth--) {
    const path = [...scope.slice(0, depth), ...type.split('.')]
    const node = nodeAt(root, path)
    if (node && (node.fields || node.values)) return path.join('.')
  }
  return type
}

function nodeAt(root: Node, path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>((node, part) => node?.nested?.[part], root)
}
