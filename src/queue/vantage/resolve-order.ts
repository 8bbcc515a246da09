import { FROM_SHELL } from '../../config/request-settings.ts'
import type { ExpectedReply } from '../../core/probe-request.ts'
import { withQueryVariables } from '../../core/query-variables.ts'
import type { FunctionRequest } from '../../workload/workload-description.ts'
import type { WorkOrder } from './work-order.ts'

/** A target's address and request with what this machine's variables hold. */
export interface ResolvedOrder {
  readonly url: string
  readonly asked: FunctionRequest | undefined
}

/** Which variables of this machine a run may name. */
export interface OwnVariables {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly allowed: ReadonlySet<string>
}

/**
 * Puts the variables of this machine in where an order names them.
 * @throws Error that says which variable is not allowed, or not set
 */
export function resolveOrder(order: WorkOrder, target: string, variables: OwnVariables): ResolvedOrder {
  const written = order.targets[target]
  if (written === undefined) throw new Error(`The run has no target ${target}.`)
  const { method, path, headers = {}, status, type } = order.request
  const withQuery = (text: string) => withQueryVariables(text, (name) => read(name, variables))
  const given = Object.entries(headers).map(([name, value]) => [name, headerOf(value, variables)] as const)
  const expect: ExpectedReply = {
    ...(status !== undefined && { status }),
    ...(type !== undefined && { type }),
  }
  const asked: FunctionRequest = {
    ...(method !== undefined && { method }),
    ...(path !== undefined && { path: withQuery(path) }),
    ...(given.length > 0 && { headers: Object.fromEntries(given) }),
    ...(Object.keys(expect).length > 0 && { expect }),
  }
  return { url: withQuery(written), asked: Object.keys(asked).length > 0 ? asked : undefined }
}

function headerOf(value: string, variables: OwnVariables): string {
  return value.startsWith(FROM_SHELL) ? read(value.slice(FROM_SHELL.length), variables) : value
}

function read(name: string, { env, allowed }: OwnVariables): string {
  if (!allowed.has(name)) throw new Error(`The run names the variable ${name}, which --allow-env does not.`)
  const value = env[name]
  if (!value) throw new Error(`The variable ${name} is not set where the worker runs.`)
  return value
}
