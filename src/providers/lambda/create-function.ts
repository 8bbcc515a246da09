import type { Architecture, CreateFunctionCommandInput, Runtime } from '@aws-sdk/client-lambda'
import { ColdstartError } from '../../core/errors.ts'
import { isAwsError } from './aws-error.ts'
import type { AwsSession } from './aws-session.ts'
import type { FunctionPackage } from './function-package.ts'
import { readFunctionTags } from './function-tags.ts'
import { DEPLOYMENT_TAG } from './lambda-names.ts'
import { findFunction, waitUntilActive } from './wait-for-function.ts'

/** A function that is to be created. */
export interface FunctionSpec {
  readonly name: string
  readonly roleArn: string
  readonly pack: FunctionPackage
  /** Tried in order: a region may not have the newest yet. */
  readonly runtimes: readonly string[]
  readonly architecture: string
  readonly memoryMb: number
  readonly snapStart: boolean
  readonly tags: Readonly<Record<string, string>>
  readonly timeoutSeconds: number
  readonly variables?: Readonly<Record<string, string>> | undefined
}

/** A function that was created. */
export interface CreatedFunction {
  readonly arn: string
  readonly runtime: string
  /** The version that was published, where SnapStart needs one. */
  readonly version?: string
}

const ROLE_RETRY_MS = 3000
const LONGEST_ROLE_WAIT_MS = 60_000

/**
 * Creates a function and waits until it is active. A role that was just made is not known everywhere at once:
 * Lambda refuses it for some seconds, and the call is repeated for up to a minute.
 * @throws ColdstartError `aws-name-taken`, `lambda-not-usable`, and what `call` throws
 */
export async function createFunction(spec: FunctionSpec, session: AwsSession): Promise<CreatedFunction> {
  for (const [index, runtime] of spec.runtimes.entries()) {
    const isLast = index === spec.runtimes.length - 1
    const created = await createWith(runtime, isLast, spec, session)
    if (!created) continue
    await waitUntilActive(spec.name, session, created.version)
    return created
  }
  throw new ColdstartError('lambda-not-usable', { name: spec.name, reason: 'no runtime was given' })
}

/** @returns undefined when the region does not know the runtime and there is another to try */
async function createWith(
  runtime: string,
  isLast: boolean,
  spec: FunctionSpec,
  session: AwsSession,
): Promise<CreatedFunction | undefined> {
  const lambda = await session.lambda()
  const { clock, signal } = session.context
  const input = inputOf(runtime, spec)
  const permission = 'lambda:CreateFunction, lambda:TagResource and iam:PassRole'
  const what = { action: `create the function ${spec.name}`, permission }
  const deadlineMs = clock.monotonicMs() + LONGEST_ROLE_WAIT_MS
  for (;;) {
    const pass = ['ResourceConflictException', 'InvalidParameterValueException', 'ValidationException']
    const secrets = secretsOf(spec)
    try {
      const reply = await session.call(what, (on) => lambda.createFunction(input, on), { pass, secrets })
      const version = spec.snapStart && reply.Version ? { version: reply.Version } : {}
      return { arn: reply.FunctionArn ?? '', runtime, ...version }
    } catch (error) {
      if (isAwsError(error, 'ResourceConflictException')) return takeOwn(runtime, spec, session)
      if (isUnknownRuntime(error, runtime) && !isLast) return undefined
      if (!isRoleNotReady(error) || clock.monotonicMs() >= deadlineMs)
        return session.call(what, () => Promise.reject(error), { secrets })
    }
    await clock.sleep(ROLE_RETRY_MS, signal)
  }
}

/** The name exists: an earlier try of ours got through although its answer did not, or it is somebody else's. */
async function takeOwn(runtime: string, spec: FunctionSpec, session: AwsSession): Promise<CreatedFunction> {
  const found = await findFunction(spec.name, session)
  const tags = found && (await readFunctionTags(found, session))
  if (tags?.[DEPLOYMENT_TAG] !== spec.tags[DEPLOYMENT_TAG])
    throw new ColdstartError('aws-name-taken', { kind: 'function', name: spec.name })
  const { FunctionArn = '', Runtime = runtime } = found?.Configuration ?? {}
  return { arn: FunctionArn, runtime: Runtime, ...(spec.snapStart && { version: '1' }) }
}

function inputOf(runtime: string, spec: FunctionSpec): CreateFunctionCommandInput {
  return {
    FunctionName: spec.name,
    Description: 'Made by coldstart, deleted by coldstart destroy',
    Runtime: runtime as Runtime,
    Role: spec.roleArn,
    Handler: spec.pack.handler,
    Code: { ZipFile: spec.pack.zip },
    MemorySize: spec.memoryMb,
    Timeout: spec.timeoutSeconds,
    Architectures: [spec.architecture as Architecture],
    Tags: { ...spec.tags },
    ...(hasAny(spec.variables) && { Environment: { Variables: { ...spec.variables } } }),
    ...(spec.snapStart && { SnapStart: { ApplyOn: 'PublishedVersions' as const }, Publish: true }),
  }
}

function secretsOf({ variables = {} }: FunctionSpec): string[] {
  return Object.values(variables)
}

function hasAny(variables: FunctionSpec['variables']): boolean {
  return Object.keys(variables ?? {}).length > 0
}

/** Both wordings a fresh (or re-created) role is refused with. */
function isRoleNotReady(error: unknown): boolean {
  const words = error instanceof Error ? error.message : ''
  return /cannot be assumed by Lambda|invalid for CreateGrant|not refer to a valid principal/i.test(words)
}

function isUnknownRuntime(error: unknown, runtime: string): boolean {
  const words = error instanceof Error ? error.message : ''
  return words.includes(runtime) && /runtime/i.test(words)
}
