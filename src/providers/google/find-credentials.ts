import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ColdstartError, messageOf } from '../../core/errors.ts'
import type { ProviderContext } from '../provider.ts'
import { isRecord } from '../rest-failure.ts'
import { metadataHostAnswers } from './metadata-server.ts'

/** Application default credentials as they were found, before any token was asked for. */
export type GoogleCredentials =
  | { readonly kind: 'token'; readonly source: string; readonly token: string }
  | { readonly kind: 'file'; readonly source: string; readonly json: Readonly<Record<string, unknown>> }
  | { readonly kind: 'metadata'; readonly source: string }

const TOKEN_VARIABLES = ['CLOUDSDK_AUTH_ACCESS_TOKEN', 'GOOGLE_OAUTH_ACCESS_TOKEN']

/** What to do where there are no credentials. */
export const LOGIN_HINT =
  'Run gcloud auth application-default login (gcloud auth login alone is not enough), or set ' +
  'GOOGLE_APPLICATION_CREDENTIALS to a key file.'

/**
 * Looks where Google's own libraries look (application default credentials), a ready access token first:
 * environment, key file, gcloud's file, metadata server.
 * @throws ColdstartError `google-credentials` when a named file cannot be read
 */
export async function findCredentials(context: ProviderContext): Promise<GoogleCredentials | undefined> {
  for (const name of TOKEN_VARIABLES) {
    const token = context.env[name]
    if (token) return { kind: 'token', source: name, token }
  }
  const named = context.env.GOOGLE_APPLICATION_CREDENTIALS
  if (named) return fromFile(named, `GOOGLE_APPLICATION_CREDENTIALS (${named})`)
  const path = join(gcloudFolder(context), 'application_default_credentials.json')
  const found = await fromFile(path, `gcloud application-default login (${path})`).catch(ignoreMissing)
  if (found) return found
  if (await metadataHostAnswers(context)) return { kind: 'metadata', source: 'the metadata server' }
  return undefined
}

/** Where gcloud keeps its files: `CLOUDSDK_CONFIG`, `%APPDATA%\gcloud` or `~/.config/gcloud`. */
export function gcloudFolder(context: ProviderContext): string {
  const { CLOUDSDK_CONFIG, APPDATA } = context.env
  if (CLOUDSDK_CONFIG) return CLOUDSDK_CONFIG
  return APPDATA ? join(APPDATA, 'gcloud') : join(context.home, '.config', 'gcloud')
}

async function fromFile(path: string, source: string): Promise<GoogleCredentials> {
  try {
    const json: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (!isRecord(json) || typeof json.type !== 'string') throw new Error('it has no "type"')
    return { kind: 'file', source, json }
  } catch (error) {
    // A JSON parser's message quotes the file, which holds a key.
    const reason = error instanceof SyntaxError ? 'it is not JSON' : messageOf(error)
    const missing = isRecord(error) && error.code === 'ENOENT'
    const details = {
      reason: `${source} cannot be used: ${missing ? 'no such file' : reason}`,
      hint: LOGIN_HINT,
    }
    throw new ColdstartError('google-credentials', details, missing ? { cause: 'missing' } : {})
  }
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && error.cause === 'missing') return undefined
  throw error
}
