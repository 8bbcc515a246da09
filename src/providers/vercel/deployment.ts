import { createHash } from 'node:crypto'
import { ColdstartError } from '../../core/errors.ts'
import type { PackageFile } from '../../workload/package-files.ts'
import { textOf } from '../json-file.ts'
import { pollUntil } from '../poll-until.ts'
import type { ProviderContext } from '../provider.ts'
import type { RestReply } from '../rest-client.ts'
import { errorCodeOf, isRecord, reasonOf } from '../rest-failure.ts'
import type { VercelProject } from './project.ts'
import { bodyOf, type VercelApi } from './vercel-api.ts'

const READY_WITHIN_MS = 15 * 60_000
const UPLOAD_ROUNDS = 3
const STAGED_FOR_MS = 60_000
const FAILED_STATES = ['ERROR', 'CANCELED', 'BLOCKED', 'DELETED']
/** Whoever deploys with a free account meets this first. */
const QUOTA_HINT =
  'Hobby allows 100 deployments in any 24 hours, and a forced cold start takes one. Wait, measure with --cold-by idle, or use a paid team.'

/** What a deployment is made of. */
export interface DeploymentRequest {
  readonly project: VercelProject
  readonly files: readonly PackageFile[]
  readonly prebuilt: boolean
  readonly environment: 'production' | 'preview'
  readonly nodeVersion: string
  /** Tags the deployment, so that orphans can be told from a user's own. */
  readonly meta: Readonly<Record<string, string>>
}

/** A deployment that Vercel calls ready. */
export interface ReadyDeployment {
  readonly id: string
  /** Host without scheme: the project's domain for production, the deployment's own for previews. */
  readonly host: string
}

/**
 * Creates a deployment the way Vercel's client does: name every file by its SHA-1, upload what the
 * platform says is missing, ask again (@vercel/client, create-deployment).
 * @returns the deployment's id; it is not ready yet
 * @throws ColdstartError `remote-quota` when the day's deployments are used up, `remote-failed`
 */
export async function createDeployment(request: DeploymentRequest, api: VercelApi): Promise<string> {
  const action = 'create a deployment'
  for (let round = 1; ; round++) {
    const reply = await api.call({
      action,
      method: 'POST',
      path: '/v13/deployments',
      query: { forceNew: 1, skipAutoDetectionConfirmation: 1, ...(request.prebuilt ? { prebuilt: 1 } : {}) },
      json: bodyFor(request),
      accept: [400, 402],
    })
    const missing = missingFiles(reply)
    const id = textOf(bodyOf(reply).id)
    if (reply.status < 300 && id && !missing) return id
    const reason = reasonOf(reply)
    if (reply.status === 402)
      throw new ColdstartError('remote-quota', { provider: 'Vercel', action, reason, hint: QUOTA_HINT })
    if (!missing || round === UPLOAD_ROUNDS)
      throw new ColdstartError('remote-failed', { provider: 'Vercel', action, reason })
    await uploadFiles(request.files, new Set(missing), api)
  }
}

/** Build settings are for what Vercel builds; with a prebuilt upload its CLI sends none. */
function bodyFor({ project, files, environment, nodeVersion, meta, prebuilt }: DeploymentRequest): object {
  const settings = { framework: null, buildCommand: null, installCommand: null, outputDirectory: null }
  return {
    name: project.name,
    project: project.id,
    files: files.map(({ path, bytes, mode }) => ({
      file: path,
      sha: sha1(bytes),
      size: bytes.length,
      ...(mode === undefined ? {} : { mode }),
    })),
    ...(prebuilt ? {} : { projectSettings: { ...settings, nodeVersion } }),
    meta,
    ...(environment === 'production' ? { target: 'production' } : {}),
  }
}

/** The client decides by the error's code; its status has been seen to be 200 and 400. */
function missingFiles(reply: RestReply): readonly string[] | undefined {
  if (errorCodeOf(reply) !== 'missing_files') return undefined
  const error = bodyOf(reply).error
  const missing = isRecord(error) && Array.isArray(error.missing) ? error.missing : []
  return missing.filter((sha) => typeof sha === 'string')
}

async function uploadFiles(
  files: readonly PackageFile[],
  wanted: Set<string>,
  api: VercelApi,
): Promise<void> {
  for (const { bytes } of files) {
    const sha = sha1(bytes)
    // Replicas share files: each is uploaded once.
    if (!wanted.delete(sha)) continue
    await api.call({
      action: 'upload a file',
      method: 'POST',
      path: '/v2/files',
      bytes,
      headers: { 'x-vercel-digest': sha },
      idempotent: true,
    })
  }
}

/**
 * Waits until a deployment serves; unknown states count as not yet.
 * @throws ColdstartError `remote-failed` when it fails, is blocked, or is not ready in time
 */
export async function waitForDeployment(
  id: string,
  environment: 'production' | 'preview',
  api: VercelApi,
  context: ProviderContext,
): Promise<ReadyDeployment> {
  const action = 'finish the deployment'
  const path = `/v13/deployments/${encodeURIComponent(id)}`
  const staging: Staging = {}
  const ready = await pollUntil(
    async () => {
      const body = bodyOf(await api.call({ action: 'read the deployment', method: 'GET', path }))
      const failure = failureIn(body)
      if (failure) throw new ColdstartError('remote-failed', { provider: 'Vercel', action, reason: failure })
      const aliased = environment === 'preview' || Boolean(body.aliasAssigned)
      if (!aliased) refuseStaged(body, staging, context)
      return stateOf(body) === 'READY' && aliased ? body : undefined
    },
    READY_WITHIN_MS,
    context,
  )
  const host = ready && hostOf(ready, environment)
  if (host) return { id, host }
  const reason = ready ? 'the deployment has no URL' : 'it was not ready after 15 minutes'
  throw new ColdstartError('remote-failed', { provider: 'Vercel', action, reason })
}

interface Staging {
  /** When the deployment was first seen ready and staged, on the monotonic clock. */
  sinceMs?: number
}

/** Domains follow within seconds of READY; a deployment that stays STAGED waits for somebody to promote it. */
function refuseStaged(
  body: Readonly<Record<string, unknown>>,
  staging: Staging,
  { clock }: ProviderContext,
): void {
  if (stateOf(body) !== 'READY' || body.readySubstate !== 'STAGED') return
  staging.sinceMs ??= clock.monotonicMs()
  if (clock.monotonicMs() - staging.sinceMs < STAGED_FOR_MS) return
  throw new ColdstartError('remote-failed', {
    provider: 'Vercel',
    action: 'finish the deployment',
    reason: 'it is READY and stays STAGED: no domain was assigned to it',
    hint: "Turn on Settings > Environments > Production > Auto-assign Custom Production Domains for the team's projects, or measure with --vercel-environment preview.",
  })
}

function stateOf(body: Readonly<Record<string, unknown>>): string | undefined {
  return textOf(body.readyState) ?? textOf(body.status)
}

function failureIn(body: Readonly<Record<string, unknown>>): string | undefined {
  const state = stateOf(body) ?? ''
  const aliasError = isRecord(body.aliasError) ? textOf(body.aliasError.message) : undefined
  if (!FAILED_STATES.includes(state)) return aliasError
  const words = [body.errorMessage, body.readyStateReason, aliasError].map(textOf).find(Boolean)
  return words ? `${state}: ${words}` : `the deployment is ${state}`
}

/** The shortest alias is the project's own domain; the others carry a team or a branch. */
function hostOf(
  body: Readonly<Record<string, unknown>>,
  environment: 'production' | 'preview',
): string | undefined {
  const aliases = Array.isArray(body.alias) ? body.alias.filter((alias) => typeof alias === 'string') : []
  const shortest = aliases.sort((a, b) => a.length - b.length)[0]
  return (environment === 'production' ? shortest : undefined) ?? textOf(body.url)
}

/** Idempotent: a deployment that is gone is success. */
export async function deleteDeployment(id: string, api: VercelApi): Promise<void> {
  const path = `/v13/deployments/${encodeURIComponent(id)}`
  await api.call({ action: 'delete a deployment', method: 'DELETE', path, accept: [404] })
}

function sha1(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex')
}
