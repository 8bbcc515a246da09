/** Every IAM action that coldstart may take on AWS; docs/PROVIDERS.md prints it as a policy. */
export const neededPermissions: readonly string[] = [
  'lambda:CreateFunction',
  'lambda:GetFunction',
  'lambda:UpdateFunctionConfiguration',
  'lambda:DeleteFunction',
  'lambda:InvokeFunction',
  'lambda:TagResource',
  'lambda:ListTags',
  'lambda:GetAccountSettings',
  'iam:CreateRole',
  'iam:GetRole',
  'iam:TagRole',
  'iam:AttachRolePolicy',
  'iam:DetachRolePolicy',
  'iam:DeleteRolePolicy',
  'iam:DeleteRole',
  'iam:PassRole',
  'logs:DeleteLogGroup',
]

/** What a policy may be kept to, with everything that is needed on it: every name of ours begins with `coldstart-`. */
export interface PermittedActions {
  readonly resource: string
  readonly actions: readonly string[]
}

/**
 * The needed actions by the resources of the documented policy, as one of our names would have them: asked of all
 * resources, a policy that is limited to ours looks like a refusal.
 */
export function permittedActions({
  partition,
  region,
  account,
}: {
  readonly partition: string
  readonly region: string
  readonly account: string
}): readonly PermittedActions[] {
  const name = 'coldstart-doctor'
  const groups = new Map<string, string[]>()
  for (const action of neededPermissions) {
    const resource = resourceOf(action)
    groups.set(resource, [...(groups.get(resource) ?? []), action])
  }
  return [...groups].map(([resource, actions]) => ({ resource, actions }))

  function resourceOf(action: string): string {
    if (action === 'lambda:GetAccountSettings') return '*'
    if (action.startsWith('lambda:')) return `arn:${partition}:lambda:${region}:${account}:function:${name}`
    if (action.startsWith('iam:')) return `arn:${partition}:iam::${account}:role/${name}`
    return `arn:${partition}:logs:${region}:${account}:log-group:/aws/lambda/${name}`
  }
}

/** Only for what the option says. */
export const optionalPermissions: Readonly<Record<string, readonly string[]>> = {
  '--lambda-evict-by versions': ['lambda:PublishVersion'],
  '--lambda-mode url': [
    'lambda:CreateFunctionUrlConfig',
    'lambda:GetFunctionUrlConfig',
    'lambda:DeleteFunctionUrlConfig',
    'lambda:AddPermission',
  ],
  '--schedule': ['iam:PutRolePolicy', 'scheduler:CreateSchedule', 'scheduler:DeleteSchedule'],
  'destroy --orphans': [
    'lambda:ListFunctions',
    'iam:ListRoles',
    'logs:DescribeLogGroups',
    'scheduler:ListSchedules',
  ],
}
