import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ColdstartError } from '../../core/errors.ts'
import { textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'

/** What a call is authorized with: a token, or the older pair of a global key and its owner's address. */
export interface CloudflareCredentials {
  readonly token?: string
  readonly key?: { readonly email: string; readonly apiKey: string }
  /** Where it was found, for `doctor`. */
  readonly source: string
}

const TOKEN_HINT =
  'Make a token at https://dash.cloudflare.com/profile/api-tokens (template "Edit Cloudflare Workers") and set CLOUDFLARE_API_TOKEN.'

/** What to do where Cloudflare refuses the credentials, by where they were found: wrangler renews its own login. */
export function credentialsHint({ source }: CloudflareCredentials): string {
  return source.startsWith('CLOUDFLARE') || source.startsWith('CF_')
    ? TOKEN_HINT
    : `Run npx wrangler login again: the login in ${source} has ended. Or: ${TOKEN_HINT}`
}

/**
 * Looks where wrangler keeps things: CLOUDFLARE_API_TOKEN (CF_API_TOKEN before), CLOUDFLARE_API_KEY with CLOUDFLARE_EMAIL
 * (which wrangler takes first: a token may do less), then the login file while its token lives. The file's refresh token is left alone: using it would
 * log the user's wrangler out.
 * @throws ColdstartError `no-credentials`
 * @see https://developers.cloudflare.com/workers/wrangler/system-environment-variables/
 */
export async function findCloudflareCredentials(context: ProviderContext): Promise<CloudflareCredentials> {
  const { env } = context
  for (const name of ['CLOUDFLARE_API_TOKEN', 'CF_API_TOKEN']) {
    const token = textOf(env[name])
    if (token !== undefined) return { token, source: name }
  }
  return readKey(context) ?? readLogin(context)
}

/** The older pair, under its names and those before. @throws ColdstartError `no-credentials` for a key without its owner */
function readKey({ env }: ProviderContext): CloudflareCredentials | undefined {
  for (const [keyName, emailName] of [
    ['CLOUDFLARE_API_KEY', 'CLOUDFLARE_EMAIL'],
    ['CF_API_KEY', 'CF_EMAIL'],
  ] as const) {
    const [apiKey, email] = [textOf(env[keyName]), textOf(env[emailName])]
    if (apiKey === undefined) continue
    if (email !== undefined) return { key: { email, apiKey }, source: `${keyName} and ${emailName}` }
    throw new ColdstartError('no-credentials', {
      provider: 'Cloudflare',
      reason: `${keyName} is set without ${emailName}, and a key opens nothing without its owner's address`,
      hint: `Set ${emailName}, or unset ${keyName}. Or: ${TOKEN_HINT}`,
    })
  }
  return undefined
}

async function readLogin(context: ProviderContext): Promise<CloudflareCredentials> {
  let reason = 'CLOUDFLARE_API_TOKEN is not set and wrangler is not logged in here'
  let isExpired = false
  for (const path of loginFiles(context).filter(existsSync)) {
    const { parse } = await import('smol-toml')
    const login = await readFile(path, 'utf8')
      .then(parse)
      .catch(() => undefined)
    const token = textOf(login?.oauth_token)
    const ends = login?.expiration_time
    const endsMs = ends === undefined ? Number.POSITIVE_INFINITY : Date.parse(String(ends))
    if (token === undefined) reason = `${path} holds no oauth_token (it may be in the system's keyring)`
    else if (endsMs > context.clock.wallMs()) return { token, source: path }
    else {
      reason = `wrangler's login in ${path} has expired`
      isExpired = true
    }
  }
  const hint = isExpired ? `Run npx wrangler login again. Or: ${TOKEN_HINT}` : TOKEN_HINT
  throw new ColdstartError('no-credentials', { provider: 'Cloudflare', reason, hint })
}

/** The old folder where there is one, and those of xdg-app-paths on Linux, macOS and Windows. */
function loginFiles({ env, home }: ProviderContext): string[] {
  const folders = [
    join(home, '.wrangler'),
    join(textOf(env.XDG_CONFIG_HOME) ?? join(home, '.config'), '.wrangler'),
    join(home, 'Library', 'Preferences', '.wrangler'),
    join(textOf(env.APPDATA) ?? join(home, 'AppData', 'Roaming'), 'xdg.config', '.wrangler'),
  ]
  return folders.map((folder) => join(folder, 'config', 'default.toml'))
}
