import type { GetFunctionCommandOutput } from '@aws-sdk/client-lambda'
import type { AwsSession } from './aws-session.ts'

type Tags = Readonly<Record<string, string>>

/**
 * The tags of a function that GetFunction found. It leaves them out for callers without lambda:ListTags (since July
 * 2024) and for functions without any; only ListTags tells the two apart.
 * @throws ColdstartError `aws-denied` where they may not be read: then nobody knows whose the function is
 */
export async function readFunctionTags(found: GetFunctionCommandOutput, session: AwsSession): Promise<Tags> {
  if (found.Tags) return found.Tags
  return (await listTags(found.Configuration?.FunctionArn ?? '', session)) ?? {}
}

/** ListTags, or undefined when the function is gone. @throws ColdstartError `aws-denied` */
export async function listTags(arn: string, session: AwsSession): Promise<Tags | undefined> {
  const lambda = await session.lambda()
  const what = { action: 'read the tags of a function', permission: 'lambda:ListTags' }
  const gone = ['ResourceNotFoundException']
  const reply = await session.find(what, (on) => lambda.listTags({ Resource: arn }, on), gone)
  return reply && (reply.Tags ?? {})
}
