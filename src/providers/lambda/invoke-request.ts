import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ProbeRequest } from '../../core/probe-request.ts'
import { NONCE_HEADER } from '../../core/report-headers.ts'
import type { Target } from '../../core/target.ts'
import type { FunctionRequest } from '../../workload/workload-description.ts'
import { asAsked, payloadAsAsked } from '../asked-request.ts'
import { readHandle } from '../read-handle.ts'
import { lambdaHandle } from './lambda-target.ts'
import type { AwsContext } from './sessions.ts'
import { signRequest } from './sign-request.ts'

/** The measured request: a signed Invoke that returns the log's tail, or a GET of the function's URL. */
export async function invokeRequest(
  target: Target,
  nonce: string,
  context: AwsContext,
  asked?: FunctionRequest,
): Promise<ProbeRequest> {
  if (readHandle(lambdaHandle, target).mode === 'url')
    return asAsked(urlRequest(target, nonce), nonce, asked, target.url)
  const body = payloadAsAsked(nonce, asked) ?? (await payloadFor(target, nonce, context))
  return signedInvoke(target, body, 'RequestResponse', context)
}

/** A dry run: checks the permission, runs nothing, and leaves the connection open. A function URL has no such thing. */
export async function dryRunRequest(target: Target, context: AwsContext): Promise<ProbeRequest | undefined> {
  if (readHandle(lambdaHandle, target).mode === 'url') return undefined
  return signedInvoke(target, '{}', 'DryRun', context)
}

function urlRequest(target: Target, nonce: string): ProbeRequest {
  return {
    url: target.url,
    method: 'GET',
    headers: { accept: '*/*', 'user-agent': 'coldstart', [NONCE_HEADER]: nonce },
  }
}

async function signedInvoke(
  target: Target,
  body: string,
  type: 'RequestResponse' | 'DryRun',
  context: AwsContext,
): Promise<ProbeRequest> {
  const session = await context.session(target.region)
  const { url } = target
  const credentials = await session.credentials()
  const headers = await signRequest(
    {
      service: 'lambda',
      region: session.region,
      url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-amz-invocation-type': type,
        'x-amz-log-type': type === 'DryRun' ? 'None' : 'Tail',
        'user-agent': 'coldstart',
      },
      body,
    },
    credentials,
    context.clock.wallMs(),
  )
  return { url, method: 'POST', headers, body, secrets: [credentials.secretAccessKey] }
}

/** The user's own event, in which `{{nonce}}` stands for the nonce; without one, what the sample function takes. */
async function payloadFor(target: Target, nonce: string, context: AwsContext): Promise<string> {
  const { payloadFile: file } = readHandle(lambdaHandle, target)
  if (file === undefined) return JSON.stringify({ nonce })
  return (await readFile(resolve(context.cwd, file), 'utf8')).replaceAll('{{nonce}}', nonce)
}
