import type { AwsCloud, StoredRole } from './aws-cloud.ts'
import { AwsRefusal } from './aws-refusal.ts'
import type { AwsCall } from './read-call.ts'
import type { JsonAnswer } from './write-answer.ts'

/** IAM and STS answer in XML: what stands inside `<ActionResult>`. */
type XmlAnswer = (call: AwsCall, cloud: AwsCloud) => string

const noSuchRole = (name: unknown) =>
  new AwsRefusal(404, 'NoSuchEntity', `The role with name ${name} cannot be found.`)

export const xmlAnswers: Readonly<Record<string, XmlAnswer>> = {
  GetCallerIdentity: (_, { account }) =>
    `<UserId>AIDAEXAMPLE</UserId><Account>${account}</Account><Arn>arn:aws:iam::${account}:user/tester</Arn>`,

  CreateRole({ input }, cloud) {
    const name = String(input.RoleName)
    if (cloud.roles.has(name))
      throw new AwsRefusal(409, 'EntityAlreadyExists', `Role with name ${name} already exists.`)
    const role: StoredRole = {
      name,
      arn: `arn:aws:iam::${cloud.account}:role/${name}`,
      tags: (input.Tags ?? []) as StoredRole['tags'],
      attached: new Set(),
      inline: new Set(),
      trusts: String(input.AssumeRolePolicyDocument),
      refusals: cloud.pace.roleRefusals,
    }
    cloud.roles.set(name, role)
    return describeRole(role)
  },
  GetRole: ({ input }, cloud) => describeRole(roleOf(input, cloud)),
  AttachRolePolicy({ input }, cloud) {
    roleOf(input, cloud).attached.add(String(input.PolicyArn))
    return ''
  },
  DetachRolePolicy({ input }, cloud) {
    if (!roleOf(input, cloud).attached.delete(String(input.PolicyArn)))
      throw new AwsRefusal(404, 'NoSuchEntity', `Policy ${input.PolicyArn} was not found.`)
    return ''
  },
  PutRolePolicy({ input }, cloud) {
    JSON.parse(String(input.PolicyDocument))
    roleOf(input, cloud).inline.add(String(input.PolicyName))
    return ''
  },
  DeleteRolePolicy({ input }, cloud) {
    if (!roleOf(input, cloud).inline.delete(String(input.PolicyName)))
      throw new AwsRefusal(
        404,
        'NoSuchEntity',
        `The role policy with name ${input.PolicyName} cannot be found.`,
      )
    return ''
  },
  DeleteRole({ input }, cloud) {
    const role = roleOf(input, cloud)
    if (role.attached.size + role.inline.size > 0)
      throw new AwsRefusal(409, 'DeleteConflict', 'Cannot delete entity, must detach all policies first.')
    cloud.roles.delete(role.name)
    return ''
  },
  ListRoles: (_, cloud) =>
    `<Roles>${[...cloud.roles.values()].map((role) => `<member>${memberOf(role)}</member>`).join('')}</Roles><IsTruncated>false</IsTruncated>`,
  SimulatePrincipalPolicy({ input }, { limitedToOurNames }) {
    const resources = (input.ResourceArns as string[] | undefined) ?? ['*']
    const isOurs = resources.every((arn) => /[:/]coldstart-[^:]*$/.test(arn))
    const members = (input.ActionNames as string[]).map((action) => {
      const isAllowed = !limitedToOurNames || isOurs || action === 'lambda:GetAccountSettings'
      const decision = isAllowed ? 'allowed' : 'implicitDeny'
      return `<member><EvalActionName>${action}</EvalActionName><EvalDecision>${decision}</EvalDecision></member>`
    })
    return `<EvaluationResults>${members.join('')}</EvaluationResults><IsTruncated>false</IsTruncated>`
  },
}

export const jsonAnswers: Readonly<Record<string, (call: AwsCall, cloud: AwsCloud) => JsonAnswer>> = {
  DeleteLogGroup({ input }, cloud) {
    if (!cloud.logGroups.delete(String(input.logGroupName)))
      throw new AwsRefusal(400, 'ResourceNotFoundException', 'The specified log group does not exist.')
    return { status: 200, json: {} }
  },
  DescribeLogGroups({ input }, cloud) {
    const names = [...cloud.logGroups].filter((name) =>
      name.startsWith(String(input.logGroupNamePrefix ?? '')),
    )
    return { status: 200, json: { logGroups: names.map((logGroupName) => ({ logGroupName })) } }
  },
  CreateSchedule({ input }, cloud) {
    const name = String(input.Name)
    const target = input.Target as { RoleArn: string }
    const role = [...cloud.roles.values()].find(({ arn }) => arn === target.RoleArn)
    if (role && role.refusals > 0) role.refusals -= 1
    else if (role?.trusts.includes('scheduler.amazonaws.com')) {
      cloud.schedules.set(name, { ...input })
      return {
        status: 200,
        json: { ScheduleArn: `arn:aws:scheduler:us-east-1:${cloud.account}:schedule/default/${name}` },
      }
    }
    throw new AwsRefusal(
      400,
      'ValidationException',
      'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
    )
  },
  DeleteSchedule({ input }, cloud) {
    if (!cloud.schedules.delete(String(input.Name)))
      throw new AwsRefusal(404, 'ResourceNotFoundException', `Schedule ${input.Name} does not exist.`)
    return { status: 200, json: {} }
  },
  ListSchedules({ input }, cloud) {
    const names = [...cloud.schedules.keys()].filter((name) =>
      name.startsWith(String(input.NamePrefix ?? '')),
    )
    return { status: 200, json: { Schedules: names.map((Name) => ({ Name })) } }
  },
}

function roleOf(input: Readonly<Record<string, unknown>>, cloud: AwsCloud): StoredRole {
  const role = cloud.roles.get(String(input.RoleName))
  if (!role) throw noSuchRole(input.RoleName)
  return role
}

function describeRole(role: StoredRole): string {
  return `<Role>${memberOf(role)}</Role>`
}

function memberOf({ name, arn, tags }: StoredRole): string {
  const list = tags.map(({ Key, Value }) => `<member><Key>${Key}</Key><Value>${Value}</Value></member>`)
  return `<RoleName>${name}</RoleName><Arn>${arn}</Arn><Tags>${list.join('')}</Tags>`
}
