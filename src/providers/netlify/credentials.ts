import { join } from 'node:path'
import { ColdstartError } from '../../core/errors.ts'
import { readJsonFile, textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'
import { isRecord } from '../rest-failure.ts'

/** A token of Netlify. */
export interface NetlifyCredentials {
  readonly token: string
  /** Where it was found, for `doctor`. */
  readonly source: string
}

const TOKEN_HINT =
  'Make a token at https://app.netlify.com/user/applications#personal-access-tokens and set NETLIFY_AUTH_TOKEN.'

/** What to do where Netlify refuses a token, by where it was found: the CLI's own login is renewed by the CLI. */
export function tokenHint({ source }: NetlifyCredentials): string {
  return source === 'NETLIFY_AUTH_TOKEN'
    ? TOKEN_HINT
    : `Run netlify login again: the login in ${source} has ended. Or: ${TOKEN_HINT}`
}

/**
 * Looks where Netlify's own CLI keeps things: NETLIFY_AUTH_TOKEN, then its configuration file.
 * @throws ColdstartError `no-credentials`
 */
export async function findNetlifyCredentials(context: ProviderContext): Promise<NetlifyCredentials> {
  const token = textOf(context.env.NETLIFY_AUTH_TOKEN)
  // The CLI reads the word "null" as nothing, since some CI systems write it for an unset secret.
  if (token && token !== 'null') return { token, source: 'NETLIFY_AUTH_TOKEN' }
  for (const path of configFiles(context)) {
    const found = tokenIn(await readJsonFile(path))
    if (found) return { token: found, source: path }
  }
  const reason = 'NETLIFY_AUTH_TOKEN is not set and the Netlify CLI is not logged in here'
  throw new ColdstartError('no-credentials', { provider: 'Netlify', reason, hint: TOKEN_HINT })
}

/** Where env-paths puts the CLI's file on Linux, macOS and Windows, and where it was before. */
function configFiles({ env, home }: ProviderContext): string[] {
  return [
    join(textOf(env.XDG_CONFIG_HOME) ?? join(home, '.config'), 'netlify', 'config.json'),
    join(home, 'Library', 'Preferences', 'netlify', 'config.json'),
    join(textOf(env.APPDATA) ?? join(home, 'AppData', 'Roaming'), 'netlify', 'Config', 'config.json'),
    join(home, '.netlify', 'config.json'),
  ]
}

function tokenIn(file: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const users = isRecord(file?.users) ? file.users : {}
  const user = users[textOf(file?.userId) ?? '']
  const auth = isRecord(user) && isRecord(user.auth) ? user.auth : {}
  return textOf(auth.token)
}
