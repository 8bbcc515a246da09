import { type AwsCloud, newRevision, type StoredFunction, sha256Base64 } from './aws-cloud.ts'
import { AwsRefusal } from './aws-refusal.ts'
import type { LambdaServices } from './lambda-services.ts'
import type { AwsCall } from './read-call.ts'

/** An update made from another revision than the one there is. */
export function isRefusedRevision({ input }: Pick<AwsCall, 'input'>, { revision }: StoredFunction): boolean {
  return input.RevisionId !== undefined && input.RevisionId !== revision
}

/** By name or ARN, with or without a version. @throws AwsRefusal */
export function find(input: Readonly<Record<string, unknown>>, cloud: AwsCloud): StoredFunction {
  const parts = String(input.FunctionName).split(':')
  const name = (parts.length >= 7 ? parts[6] : parts.length >= 3 ? parts[2] : parts[0]) ?? ''
  const stored = cloud.functions.get(name)
  if (stored) return stored
  throw new AwsRefusal(404, 'ResourceNotFoundException', `Function not found: ${input.FunctionName}`)
}

/** Whether everybody may call the function's URL: both statements are there. */
export function isPublic({ statements }: StoredFunction): boolean {
  const all = [...statements.values()]
  const url = all.some(
    (one) =>
      one.Action === 'lambda:InvokeFunctionUrl' &&
      one.Principal === '*' &&
      one.FunctionUrlAuthType === 'NONE',
  )
  const invoke = all.some(
    (one) =>
      one.Action === 'lambda:InvokeFunction' && one.Principal === '*' && one.InvokedViaFunctionUrl === true,
  )
  return url && invoke
}

/** An unchanged function gives its newest version again. */
export function publish(stored: StoredFunction, cloud: AwsCloud): string {
  const latest = [...stored.versions].at(-1)
  const description = stored.configuration.Description
  if (latest && latest[1].description === description) return latest[0]
  const version = String(stored.versions.size + 1)
  stored.versions.set(version, { description, pendingPolls: cloud.pace.pendingPolls })
  return version
}

/** One look at a function: what is pending or in progress comes one step nearer to its end. */
export async function letTimePass(
  stored: StoredFunction,
  qualifier: string | undefined,
  services: LambdaServices,
) {
  const version = qualifier ? stored.versions.get(qualifier) : undefined
  if (version && version.pendingPolls > 0) version.pendingPolls -= 1
  if (stored.pendingPolls > 0) stored.pendingPolls -= 1
  else if (stored.updatePolls > 0) {
    stored.updatePolls -= 1
    if (stored.updatePolls > 0) return
    stored.revision = newRevision()
    await services.evict(stored.name)
  }
}

/** What AWS shows of a function, or of one published version of it. */
export function configurationOf(stored: StoredFunction, qualifier?: string): Record<string, unknown> {
  const version = qualifier ? stored.versions.get(qualifier) : undefined
  const pending = (version?.pendingPolls ?? stored.pendingPolls) > 0
  return {
    ...stored.configuration,
    FunctionName: stored.name,
    FunctionArn: version ? `${stored.arn}:${qualifier}` : stored.arn,
    Version: version ? qualifier : '$LATEST',
    CodeSha256: sha256Base64(stored.zip),
    CodeSize: stored.zip.length,
    RevisionId: stored.revision,
    State: pending ? 'Pending' : 'Active',
    ...(pending ? { StateReasonCode: 'Creating' } : {}),
    LastUpdateStatus: stored.updatePolls > 0 ? 'InProgress' : 'Successful',
  }
}
