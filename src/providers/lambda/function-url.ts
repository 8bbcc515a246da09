import { ColdstartError } from '../../core/errors.ts'
import { isAwsError } from './aws-error.ts'
import type { AwsSession } from './aws-session.ts'

const POLL_MS = 1000
const LONGEST_WAIT_MS = 60_000

/**
 * Gives a function a public URL. URLs made since October 2025 need two statements: one for the URL, one for the
 * invocation through it.
 * @param streams whether replies are passed on as they come
 * @returns the URL, with a trailing slash
 * @throws ColdstartError `cannot-deploy` when the account forbids public functions
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export async function createFunctionUrl(
  { name, streams }: { readonly name: string; readonly streams: boolean },
  session: AwsSession,
): Promise<string> {
  const lambda = await session.lambda()
  const create = { action: `give ${name} a URL`, permission: 'lambda:CreateFunctionUrlConfig' }
  const input = {
    FunctionName: name,
    AuthType: 'NONE',
    InvokeMode: streams ? 'RESPONSE_STREAM' : 'BUFFERED',
  } as const
  const url = await session
    .call(create, (on) => lambda.createFunctionUrlConfig(input, on), { pass: ['ResourceConflictException'] })
    .catch((error: unknown) => {
      if (!isAwsError(error, 'ResourceConflictException')) throw error
      return session.call(create, (on) => lambda.getFunctionUrlConfig({ FunctionName: name }, on))
    })
  await allowPublic(name, session)
  return url.FunctionUrl ?? ''
}

async function allowPublic(name: string, session: AwsSession): Promise<void> {
  const lambda = await session.lambda()
  const everyone = { FunctionName: name, Principal: '*' }
  const statements = [
    {
      ...everyone,
      StatementId: 'coldstart-url',
      Action: 'lambda:InvokeFunctionUrl',
      FunctionUrlAuthType: 'NONE' as const,
    },
    {
      ...everyone,
      StatementId: 'coldstart-invoke',
      Action: 'lambda:InvokeFunction',
      InvokedViaFunctionUrl: true,
    },
  ]
  const what = { action: `let everyone call ${name}`, permission: 'lambda:AddPermission' }
  const pass = ['ResourceConflictException', 'PublicPolicyException']
  for (const statement of statements)
    await session
      .call<unknown>(what, (on) => lambda.addPermission(statement, on), { pass })
      .catch((error: unknown) => {
        if (isAwsError(error, 'PublicPolicyException')) throw publicForbidden()
        if (!isAwsError(error, 'ResourceConflictException')) throw error
      })
}

function publicForbidden(): ColdstartError {
  return new ColdstartError('cannot-deploy', {
    provider: 'AWS Lambda',
    reason: 'this account blocks public functions',
    hint: 'Leave out --lambda-mode url: the signed Invoke needs no public endpoint.',
  })
}

/**
 * Waits until the URL lets requests through; a fresh policy takes seconds to be seen everywhere. The last of
 * these requests runs the function, so the first ever invocation is spent before anything is measured.
 * @throws ColdstartError `lambda-too-slow` after a minute
 */
export async function waitUntilPublic(url: string, name: string, session: AwsSession): Promise<void> {
  const { clock, signal } = session.context
  const deadlineMs = clock.monotonicMs() + LONGEST_WAIT_MS
  for (;;) {
    const status = await session.context.network.fetch(url, { signal, redirect: 'manual' }).then(
      async (response) => {
        await response.arrayBuffer()
        return response.status
      },
      () => 0,
    )
    if (status !== 0 && status !== 403) return
    if (clock.monotonicMs() >= deadlineMs) {
      const seconds = LONGEST_WAIT_MS / 1000
      throw new ColdstartError('lambda-too-slow', { name, waitingFor: 'public at its URL', seconds })
    }
    await clock.sleep(POLL_MS, signal)
  }
}

/** Takes the URL away; what is already gone is success. */
export async function deleteFunctionUrl(name: string, session: AwsSession): Promise<void> {
  const lambda = await session.lambda()
  const what = { action: `take the URL of ${name} away`, permission: 'lambda:DeleteFunctionUrlConfig' }
  const gone = ['ResourceNotFoundException']
  await session.find(what, (on) => lambda.deleteFunctionUrlConfig({ FunctionName: name }, on), gone)
}
