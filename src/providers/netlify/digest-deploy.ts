import { createHash } from 'node:crypto'
import { ColdstartError } from '../../core/errors.ts'
import type { PackageFile } from '../../workload/package-files.ts'
import { textOf } from '../json-file.ts'
import { pollUntil } from '../poll-until.ts'
import type { ProviderContext } from '../provider.ts'
import type { FunctionRoute } from './function-routes.ts'
import type { FunctionZip } from './function-zip.ts'
import { bodyOf, type NetlifyApi } from './netlify-api.ts'

const READY_WITHIN_MS = 10 * 60_000
const everySecond = [{ untilMs: READY_WITHIN_MS, everyMs: 1000 }]

/** A function with the paths that it answers at, where its name's is not one. */
export interface RoutedZip extends FunctionZip {
  readonly routes?: readonly FunctionRoute[]
}

/** A deploy by the digests of its files. */
export interface DigestDeploy {
  readonly siteId: string
  /** Tags the deploy; the ledger has the same words. */
  readonly title: string
  readonly draft: boolean
  readonly files: readonly PackageFile[]
  readonly functions: readonly RoutedZip[]
  /** `nodejs22.x` */
  readonly runtime: string
  readonly memoryMb?: number
  readonly region?: string
  readonly schedules: readonly { readonly name: string; readonly cron: string }[]
  /** Of the functions of this deploy alone. */
  readonly variables: Readonly<Record<string, string>>
  readonly timeoutSeconds?: number
}

/** A deploy that was begun. */
export interface NetlifyDeploy {
  readonly id: string
  /** SHA-1 of static files, SHA-256 of functions that Netlify does not have yet. */
  readonly required: readonly string[]
  readonly requiredFunctions: readonly string[]
}

/** Tells Netlify the digests of everything; it answers what it lacks. */
export async function createDeploy(deploy: DigestDeploy, api: NetlifyApi): Promise<NetlifyDeploy> {
  const reply = await api.call({
    action: 'create a deploy',
    method: 'POST',
    path: `/sites/${encodeURIComponent(deploy.siteId)}/deploys`,
    query: { title: deploy.title },
    secrets: Object.values(deploy.variables),
    json: {
      files: Object.fromEntries(deploy.files.map(({ path, bytes }) => [`/${path}`, sha1(bytes)])),
      functions: Object.fromEntries(deploy.functions.map(({ name, sha256 }) => [name, sha256])),
      functions_config: Object.fromEntries(
        deploy.functions.map((made) => [made.name, configOf(made, deploy)]),
      ),
      ...environmentOf(deploy),
      ...(deploy.schedules.length > 0 ? { function_schedules: deploy.schedules } : {}),
      draft: deploy.draft,
      async: false,
    },
  })
  const body = bodyOf(reply)
  const id = textOf(body.id)
  if (id) return { id, required: texts(body.required), requiredFunctions: texts(body.required_functions) }
  const reason = 'the reply has no deploy id'
  throw new ColdstartError('remote-failed', { provider: 'Netlify', action: 'create a deploy', reason })
}

/** Set for this deploy alone, so that a site of the user's stays as it is. */
function environmentOf({ variables }: DigestDeploy): object {
  const entries = Object.entries(variables)
  if (entries.length === 0) return {}
  return {
    environment: entries.map(([key, value]) => ({ key, value, is_secret: true, scopes: ['functions'] })),
  }
}

function configOf({ name, buildData, routes }: RoutedZip, { memoryMb, region }: DigestDeploy): object {
  return {
    display_name: name,
    build_data: buildData,
    priority: 10,
    ...(routes === undefined ? {} : { routes }),
    ...(memoryMb === undefined ? {} : { memory: memoryMb }),
    ...(region === undefined ? {} : { region }),
  }
}

/** Uploads what the deploy lacks; Netlify finishes the deploy by itself after the last one. */
export async function uploadRequired(
  made: NetlifyDeploy,
  deploy: DigestDeploy,
  api: NetlifyApi,
): Promise<void> {
  const id = encodeURIComponent(made.id)
  for (const { path, bytes } of deploy.files.filter(({ bytes }) => made.required.includes(sha1(bytes))))
    await api.call({
      action: 'upload a file',
      method: 'PUT',
      path: `/deploys/${id}/files/${encodeURI(path)}`,
      bytes,
    })
  for (const { name, zip, sha256, invocationMode } of deploy.functions) {
    if (!made.requiredFunctions.includes(sha256)) continue
    await api.call({
      action: 'upload a function',
      method: 'PUT',
      path: `/deploys/${id}/functions/${encodeURIComponent(name)}`,
      query: {
        runtime: deploy.runtime,
        invocation_mode: invocationMode,
        timeout: deploy.timeoutSeconds,
        size: zip.length,
      },
      bytes: zip,
    })
  }
}

/**
 * Waits until a deploy is ready; states this does not know count as not yet.
 * @returns the deploy's own address without a path
 * @throws ColdstartError `remote-failed` when it fails or is not ready in time
 */
export async function waitForDeploy(
  siteId: string,
  deployId: string,
  api: NetlifyApi,
  context: ProviderContext,
): Promise<string> {
  const action = 'finish the deploy'
  const path = `/sites/${encodeURIComponent(siteId)}/deploys/${encodeURIComponent(deployId)}`
  const fail = (reason: string) =>
    new ColdstartError('remote-failed', { provider: 'Netlify', action, reason })
  const ready = await pollUntil(
    async () => {
      const body = bodyOf(await api.call({ action: 'read the deploy', method: 'GET', path }))
      if (body.state === 'error' || body.state === 'rejected')
        throw fail(textOf(body.error_message) ?? `its state is ${body.state}`)
      return body.state === 'ready' ? body : undefined
    },
    READY_WITHIN_MS,
    context,
    everySecond,
  )
  const url = textOf(ready?.deploy_ssl_url) ?? textOf(ready?.deploy_url) ?? textOf(ready?.ssl_url)
  if (url) return url
  throw fail(ready ? 'the deploy has no URL' : 'it was not ready after 10 minutes')
}

/** Idempotent: a deploy that is gone is success. */
export async function deleteDeploy(id: string, api: NetlifyApi): Promise<void> {
  const path = `/deploys/${encodeURIComponent(id)}`
  await api.call({ action: 'delete a deploy', method: 'DELETE', path, accept: [404] })
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function sha1(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex')
}
