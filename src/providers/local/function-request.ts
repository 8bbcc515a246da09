import type { ProbeRequest } from '../../core/probe-request.ts'
import { NONCE_HEADER } from '../../core/report-headers.ts'
import type { Target } from '../../core/target.ts'
import type { FunctionRequest } from '../../workload/workload-description.ts'
import { payloadAsAsked } from '../asked-request.ts'
import { readHandle } from '../read-handle.ts'
import { localHandle } from './describe-targets.ts'

/**
 * The request that invokes a function of the engine, by the provider's real protocol: Invoke with the log's tail for
 * Lambda, a GET of the function's path for the others, unless the user says what his function is asked with. A path,
 * method or body for a Lambda function reaches it by its function URL.
 * @param siteUrl the function's host
 */
export function makeFunctionRequest(
  target: Target,
  nonce: string,
  { event, ...http }: FunctionRequest,
  siteUrl: string,
): ProbeRequest {
  const isHttp = [http.method, http.path, http.headers, http.body].some((given) => given !== undefined)
  if (readHandle(localHandle, target).contract === 'lambda' && !isHttp)
    return invokeRequest(target, nonce, event)
  const { method = http.body === undefined ? 'GET' : 'POST', path, headers = {}, body } = http
  const url = path === undefined ? usualUrl(target, nonce, siteUrl) : siteUrl + path
  return { url, method, headers: { [NONCE_HEADER]: nonce, ...headers }, ...(body !== undefined && { body }) }
}

function invokeRequest({ url }: Target, nonce: string, event: unknown): ProbeRequest {
  const headers = {
    'content-type': 'application/json',
    'x-amz-log-type': 'Tail',
    [NONCE_HEADER]: nonce,
  }
  const body = payloadAsAsked(nonce, { event: event ?? { name: 'coldstart', nonce } }) ?? ''
  return { url, method: 'POST', headers, body }
}

function usualUrl(target: Target, nonce: string, siteUrl: string): string {
  const isLambda = readHandle(localHandle, target).contract === 'lambda'
  const url = new URL(isLambda ? `${siteUrl}/` : target.url)
  url.searchParams.set('name', 'coldstart')
  url.searchParams.set('nonce', nonce)
  return url.href
}

/** Lambda's DryRun, as on AWS; a static file for the others. */
export function makeConnectRequest(target: Target): ProbeRequest {
  if (readHandle(localHandle, target).contract === 'lambda')
    return { url: target.url, method: 'POST', headers: { 'x-amz-invocation-type': 'DryRun' }, body: '' }
  return { url: readHandle(localHandle, target).pingUrl ?? target.url, method: 'GET', headers: {} }
}
