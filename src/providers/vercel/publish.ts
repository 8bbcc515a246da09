import { isColdstartError } from '../../core/errors.ts'
import { randomName } from '../../core/ids.ts'
import type { DeploySpec, ProviderContext } from '../provider.ts'
import { makeBuildOutput } from './build-output.ts'
import { createDeployment, type ReadyDeployment, waitForDeployment } from './deployment.ts'
import { makeVercelPackage, type VercelCode, type VercelPackage } from './function-package.ts'
import type { VercelOptions } from './options.ts'
import type { VercelProject } from './project.ts'
import { ownPath } from './routes.ts'
import type { VercelApi } from './vercel-api.ts'
import { type Access, type VerifyingCall, verifyDeployment } from './verify.ts'

const DEPLOYMENT = 'vercel-deployment'

/** Whether what was built here is uploaded, or what Vercel is to build. */
export type Upload = 'prebuilt' | 'source'

/** A deployment that has been seen to run our function. */
export interface Published extends ReadyDeployment {
  readonly upload: Upload
  readonly access: Access
  readonly made: VercelPackage
}

/** What is published, where, and under which id. */
export interface PublishRequest {
  readonly spec: DeploySpec<VercelOptions>
  readonly project: VercelProject
  readonly deploymentId: string
  readonly packed: VercelCode
}

/**
 * One version of the project, verified. `auto` tries the Build Output first, which nobody documents for
 * other clients than Vercel's own, and lets Vercel build the same files where that does not serve. Python is always
 * built by Vercel.
 * @throws ColdstartError of the last way tried
 */
export async function publish(
  request: PublishRequest,
  api: VercelApi,
  context: ProviderContext,
): Promise<Published> {
  const { upload } = request.spec.options
  if (request.packed.pythonVersion !== undefined) return publishAs('source', request, api, context)
  if (upload !== 'auto') return publishAs(upload, request, api, context)
  try {
    return await publishAs('prebuilt', request, api, context, { mayFail: false })
  } catch (error) {
    if (!isColdstartError(error) || error.code !== 'remote-failed') throw error
    context.logger.info(`Vercel did not serve the prebuilt function (${error.message}); it builds it now.`)
    return publishAs('source', request, api, context)
  }
}

/** The user's own function is called as he wants it called. */
function verifyingCall(
  { workload: source }: PublishRequest['spec'],
  { workload }: VercelCode,
  mayFail: boolean,
): VerifyingCall {
  if (!('file' in source)) return { isOwn: false, mayFail }
  const path = source.request?.path ?? ownPath(workload.routes ?? {})
  return { isOwn: true, mayFail, asked: { ...source.request, ...(path !== undefined && { path }) } }
}

/**
 * One version, uploaded in the given way.
 * @param how whether a function of the user's own may crash or take too long; not where another way is left
 */
export async function publishAs(
  upload: Upload,
  { spec, project, deploymentId, packed }: PublishRequest,
  api: VercelApi,
  context: ProviderContext,
  { mayFail }: Pick<VerifyingCall, 'mayFail'> = { mayFail: true },
): Promise<Published> {
  const { environment } = spec.options
  const generation = randomName(12)
  const made = await makeVercelPackage(spec, generation, context.clock.wallMs(), packed)
  const files = upload === 'prebuilt' ? makeBuildOutput(made, spec) : made.files
  const resource = { kind: DEPLOYMENT, name: `${project.name}/${generation}`, owned: true }
  await context.ledger.creating(deploymentId, resource)
  const meta = { coldstart: spec.runId, generation }
  const prebuilt = upload === 'prebuilt'
  const { nodeVersion } = made
  const id = await createDeployment({ project, files, prebuilt, environment, nodeVersion, meta }, api)
  await context.ledger.created(deploymentId, { ...resource, id })
  const ready = await waitForDeployment(id, environment, api, context)
  const call = verifyingCall(spec, packed, mayFail)
  const deployed = { host: ready.host, generation, project: project.id, call }
  const access = await verifyDeployment(deployed, api, context)
  return { ...ready, upload, access, made }
}
