import type { AwsSession } from './aws-session.ts'
import { logGroupOf } from './lambda-names.ts'

/** Deletes the log group that Lambda made for a function; what was never made is success. */
export async function deleteLogGroup(functionName: string, session: AwsSession): Promise<void> {
  const name = logGroupOf(functionName)
  const what = { action: `delete the log group ${name}`, permission: 'logs:DeleteLogGroup' }
  const send = () =>
    session.signed({
      service: 'logs',
      path: '/',
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'Logs_20140328.DeleteLogGroup',
      },
      body: JSON.stringify({ logGroupName: name }),
    })
  await session.find(what, send, ['ResourceNotFoundException'])
}
