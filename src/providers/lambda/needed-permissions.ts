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
