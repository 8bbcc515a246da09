import { exitCodes } from '../exit-codes.ts'

const exitCode = exitCodes.failed

/** What only AWS says. */
export const lambdaErrors = {
  'aws-no-credentials': (d: { reason: string; login?: string }) => ({
    message: `No AWS credentials were found: ${d.reason}.`,
    hint: d.login
      ? `The login has run out: renew it with aws sso login --profile ${d.login}.`
      : 'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run aws sso login or aws configure.',
    exitCode,
  }),
  'aws-no-region': (_: object) => ({
    message: 'No AWS region is set.',
    hint: 'Give --region us-east-1, or set AWS_REGION or the region of the profile in ~/.aws/config.',
    exitCode: exitCodes.usage,
  }),
  'aws-bad-region': (d: { region: string; suggestion?: string | undefined }) => ({
    message: `"${d.region}" is not a region of AWS.`,
    hint: d.suggestion
      ? `Did you mean ${d.suggestion}?`
      : 'Write it like us-east-1, eu-central-1 or us-gov-west-1.',
    exitCode: exitCodes.usage,
  }),
  'aws-denied': (d: { action: string; permission: string; reason: string }) => ({
    message: `AWS does not let these credentials ${d.action}: ${d.reason}.`,
    hint: `Allow ${d.permission}; coldstart doctor and docs/PROVIDERS.md list all permissions that are needed.`,
    exitCode,
  }),
  'aws-credentials-refused': (d: { action: string; reason: string; hint: string }) => ({
    message: `AWS refused the credentials, so coldstart could not ${d.action}: ${d.reason}.`,
    hint: d.hint,
    exitCode,
  }),
  'aws-name-taken': (d: { kind: string; name: string }) => ({
    message: `A ${d.kind} named ${d.name} already exists and does not belong to this deployment.`,
    hint: 'It was left alone. Run the command again: every deployment gets a new name.',
    exitCode,
  }),
  'lambda-not-usable': (d: { name: string; reason: string }) => ({
    message: `The function ${d.name} cannot be used: ${d.reason}.`,
    hint: 'Look at it in the AWS console; coldstart destroy takes down what coldstart made.',
    exitCode,
  }),
  'lambda-cannot-evict': (d: { name: string; reason: string; hint: string }) => ({
    message: `${d.name} cannot be forced cold: ${d.reason}. Nothing was changed.`,
    hint: d.hint,
    exitCode,
  }),
  'lambda-too-slow': (d: { name: string; waitingFor: string; seconds: number }) => ({
    message: `${d.name} was not ${d.waitingFor} within ${d.seconds} s.`,
    hint: 'AWS may be slow today: run again, and see https://health.aws.amazon.com/health/status.',
    exitCode,
  }),
  'lambda-bad-option': (d: { reason: string; hint: string }) => ({
    message: d.reason,
    hint: d.hint,
    exitCode: exitCodes.usage,
  }),
}
