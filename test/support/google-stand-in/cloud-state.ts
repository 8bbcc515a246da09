import { randomBytes } from 'node:crypto'
import type { FunctionHost, HostedFunction } from './function-host.ts'

export type Json = Record<string, unknown>

/** What the project holds, and how it was told to behave. */
export interface CloudState {
  readonly url: string
  readonly host: FunctionHost
  readonly functions: Map<string, StoredFunction>
  readonly services: Map<string, StoredService>
  readonly jobs: Map<string, Json>
  readonly operations: Map<string, StoredOperation>
  readonly uploads: Map<string, Upload>
  readonly secrets: string[]
  readonly settings: Settings
}

export interface Settings {
  /** How often an operation is asked about before it is done. */
  operationPolls: number
  organisationForbidsPublic: boolean
  /** The service behind a function may not be changed. */
  servicesAreClosed: boolean
  /** What Cloud Build says, when it is to fail. */
  buildError: string | undefined
  /** How many calls of a function still meet the old policy. */
  policyDelayCalls: number
  disabledServices: string[]
  /** How often somebody else writes a policy between our read and our write. */
  policyRaces: number
  /** The project's policy lets its default build account build. */
  buildsByDefault: boolean
}

export interface StoredFunction {
  resource: Json
  hosted?: HostedFunction
  /** Busy until done: another change is refused. */
  operation?: StoredOperation | undefined
}

interface StoredService {
  resource: Json
  policy: {
    etag: string
    version?: number
    bindings: { role: string; members: string[]; condition?: unknown }[]
  }
  revision: number
  deniedCalls: number
}

export interface StoredOperation {
  readonly name: string
  readonly stages: readonly string[]
  polls: number
  done: boolean
  outcome: Json
  finish: () => Promise<Json>
}

interface Upload {
  readonly object: string
  zip?: Uint8Array
}

/** A refusal in Google's format; thrown by handlers. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly details: readonly Json[]
  constructor(status: number, code: string, message: string, details: readonly Json[] = []) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
  }
}

export function newEtag(): string {
  return randomBytes(8).toString('base64')
}

/** Starts a long-running operation that is done after `polls` looks at it. */
export function startOperation(
  state: CloudState,
  parent: string,
  stages: readonly string[],
  finish: () => Promise<Json>,
): StoredOperation {
  const name = `${parent}/operations/operation-${randomBytes(6).toString('hex')}`
  const operation = { name, stages, polls: state.settings.operationPolls, done: false, outcome: {}, finish }
  state.operations.set(name, operation)
  return operation
}

/** Time passes for an operation whenever somebody asks about it or runs into it. */
export async function tick(operation: StoredOperation): Promise<void> {
  if (operation.done) return
  operation.polls -= 1
  if (operation.polls >= 0) return
  operation.done = true
  operation.outcome = await operation.finish().then(
    (response) => ({ response }),
    (error: Error) => ({ error: { code: 3, message: error.message } }),
  )
}

/** google.longrunning.Operation as JSON. */
export function showOperation({ name, done, outcome, stages, polls }: StoredOperation): Json {
  const active = stages[Math.max(0, stages.length - 1 - Math.max(0, polls))]
  const states = stages.map((stage) => ({
    name: stage,
    state: stage === active ? 'IN_PROGRESS' : 'NOT_STARTED',
  }))
  return done ? { name, done, ...outcome } : { name, metadata: { stages: states } }
}
