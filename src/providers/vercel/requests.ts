import { z } from 'zod'
import { interpretHttpReply } from '../../core/function-report.ts'
import type { Interpretation, ProbeReply, ProbeRequest } from '../../core/probe-request.ts'
import { NONCE_HEADER } from '../../core/report-headers.ts'
import type { Target } from '../../core/target.ts'
import type { FunctionRequest } from '../../workload/workload-description.ts'
import { asAsked, withNonce } from '../asked-request.ts'
import { MARKER_PATH } from '../marker.ts'
import type { ProviderContext } from '../provider.ts'
import { rootOf, siblingUrl } from '../public-url.ts'
import { readHandle } from '../read-handle.ts'
import type { Redeployments } from '../redeploy.ts'
import type { VercelCode } from './function-package.ts'
import type { VercelOptions } from './options.ts'
import { findBypassSecret, PROJECT } from './project.ts'
import { vercelSigns } from './reply-signs.ts'
import { COPY_HEADER } from './routes.ts'
import { openVercelApi, teamOf } from './vercel-api.ts'
import { BYPASS_HEADER } from './verify.ts'

/** What is needed to call a function again, or to deploy it anew in the way that worked. */
export const vercelHandle = z.object({
  upload: z.enum(['prebuilt', 'source']).default('prebuilt'),
  access: z.enum(['open', 'bypass']).default('open'),
  /** A function of the user's own: its proof wants the nonce in a header. */
  own: z.boolean().default(false),
  /** The path that such a function is found by, where its name is not enough. */
  path: z.string().exactOptional(),
})

/** What requests to one account remember. */
export interface VercelContext extends ProviderContext, Redeployments<VercelOptions, VercelCode> {
  /** By deployment; they stay in memory: never in a target, a ledger or a run file. */
  readonly bypassSecrets: Map<string, string>
}

/** One invocation; the nonce in the query also keeps caches from answering. */
export async function requestVercel(
  target: Target,
  nonce: string,
  context: VercelContext,
  asked?: FunctionRequest,
): Promise<ProbeRequest> {
  const headers = await headersFor(target, context)
  const { own, path } = readHandle(vercelHandle, target)
  const request = { url: withNonce(target.url, nonce, asked), method: 'GET', headers } as const
  if (!own) return asAsked(request, nonce, asked)
  const ours = { [NONCE_HEADER]: nonce, [COPY_HEADER]: target.functionName ?? '' }
  const wanted = { ...(path !== undefined && { path }), ...asked }
  return asAsked(
    { ...request, headers: { ...headers, ...ours } },
    nonce,
    wanted,
    rootOf(target.url, `/api/${target.functionName}`),
  )
}

/** A static file of the same host. */
export async function connectToVercel(target: Target, context: VercelContext): Promise<ProbeRequest> {
  const { url, functionName } = target
  const marker = siblingUrl(url, `/api/${functionName}`, MARKER_PATH)
  return { url: marker, method: 'GET', headers: await headersFor(target, context) }
}

/** The function's report, and Vercel's id of the request (`fra1::iad1::…`: point of presence, region). */
export function interpretVercel(reply: ProbeReply, nonce: string): Interpretation {
  return interpretHttpReply(reply, nonce, [vercelSigns])
}

async function headersFor(target: Target, context: VercelContext): Promise<Record<string, string>> {
  const base = { accept: 'application/json', 'user-agent': 'coldstart' }
  const { access } = readHandle(vercelHandle, target)
  if (access !== 'bypass' || target.deployment === undefined) return base
  const { bypassSecrets } = context
  const secret = bypassSecrets.get(target.deployment) ?? (await readSecret(target.deployment, context))
  if (!secret) return base
  bypassSecrets.set(target.deployment, secret)
  return { ...base, [BYPASS_HEADER]: secret }
}

async function readSecret(deploymentId: string, context: ProviderContext): Promise<string | undefined> {
  const deployment = (await context.ledger.open()).find(({ id }) => id === deploymentId)
  const project = deployment?.resources.find(({ kind }) => kind === PROJECT)
  if (!deployment || !project) return undefined
  const api = await openVercelApi(context, teamOf(deployment))
  return findBypassSecret(project.id ?? project.name, api, context, false)
}
