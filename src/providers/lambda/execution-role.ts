import { ColdstartError } from '../../core/errors.ts'
import { isAwsError } from './aws-error.ts'
import type { AwsSession } from './aws-session.ts'
import { DEPLOYMENT_TAG } from './lambda-names.ts'

/** A role that is to be made. */
export interface RoleSpec {
  readonly name: string
  /** The service that may assume it: `lambda.amazonaws.com`. */
  readonly service: string
  readonly tags: Readonly<Record<string, string>>
}

const EXISTS = 'EntityAlreadyExistsException'
const GONE = ['NoSuchEntityException']
const INVOKE_POLICY = 'coldstart-invoke'

/** The policy every Lambda function's role has: write its own log, nothing else. */
function basicExecutionPolicy(session: AwsSession): string {
  return `arn:${session.partition.id}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`
}

/**
 * Creates a role, or takes the one that an earlier try of this very deployment made (its tag says so).
 * @returns its ARN
 * @throws ColdstartError `aws-name-taken` when the role is somebody else's
 */
export async function createRole(spec: RoleSpec, session: AwsSession): Promise<string> {
  const iam = await session.iam()
  const input = {
    RoleName: spec.name,
    AssumeRolePolicyDocument: trustPolicy(spec.service),
    Description: 'Made by coldstart, deleted by coldstart destroy',
    Tags: Object.entries(spec.tags).map(([Key, Value]) => ({ Key, Value })),
  }
  const what = { action: `create the role ${spec.name}`, permission: 'iam:CreateRole, iam:TagRole' }
  try {
    const reply = await session.call(what, (on) => iam.createRole(input, on), { pass: [EXISTS] })
    return reply.Role?.Arn ?? ''
  } catch (error) {
    if (!isAwsError(error, EXISTS)) throw error
    const existing = await findRole(spec.name, session)
    if (existing && existing.tags[DEPLOYMENT_TAG] === spec.tags[DEPLOYMENT_TAG]) return existing.arn
    throw new ColdstartError('aws-name-taken', { kind: 'role', name: spec.name })
  }
}

/** A role that is there. */
export interface FoundRole {
  readonly arn: string
  readonly tags: Readonly<Record<string, string | undefined>>
}

/** The role of that name with its tags, or undefined when there is none. */
export async function findRole(name: string, session: AwsSession): Promise<FoundRole | undefined> {
  const iam = await session.iam()
  const what = { action: `look at the role ${name}`, permission: 'iam:GetRole' }
  const found = await session.find(what, (on) => iam.getRole({ RoleName: name }, on), GONE)
  if (!found?.Role) return undefined
  const tags = Object.fromEntries((found.Role.Tags ?? []).map(({ Key, Value }) => [Key, Value]))
  return { arn: found.Role.Arn ?? '', tags }
}

/** Lets the function write its log. */
export async function attachBasicExecution(roleName: string, session: AwsSession): Promise<void> {
  const iam = await session.iam()
  const what = { action: 'let the function write its log', permission: 'iam:AttachRolePolicy' }
  const input = { RoleName: roleName, PolicyArn: basicExecutionPolicy(session) }
  await session.call(what, (on) => iam.attachRolePolicy(input, on))
}

/** Lets a scheduler's role invoke these functions and nothing else. */
export async function allowInvoke(
  roleName: string,
  functionArns: readonly string[],
  session: AwsSession,
): Promise<void> {
  const iam = await session.iam()
  const statement = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionArns }
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  const input = { RoleName: roleName, PolicyName: INVOKE_POLICY, PolicyDocument }
  const what = { action: 'let the schedule invoke the function', permission: 'iam:PutRolePolicy' }
  await session.call(what, (on) => iam.putRolePolicy(input, on))
}

/** Takes the policies off a role and deletes it; what is already gone is success. */
export async function deleteRole(roleName: string, session: AwsSession): Promise<void> {
  const iam = await session.iam()
  const action = `delete the role ${roleName}`
  const role = { RoleName: roleName }
  const attached = { ...role, PolicyArn: basicExecutionPolicy(session) }
  const written = { ...role, PolicyName: INVOKE_POLICY }
  const permitted = (permission: string) => ({ action, permission })
  await session.find(permitted('iam:DetachRolePolicy'), (on) => iam.detachRolePolicy(attached, on), GONE)
  await session.find(permitted('iam:DeleteRolePolicy'), (on) => iam.deleteRolePolicy(written, on), GONE)
  await session.find(permitted('iam:DeleteRole'), (on) => iam.deleteRole(role, on), GONE)
}

function trustPolicy(service: string): string {
  const statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}
