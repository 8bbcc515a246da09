import { join } from 'node:path'
import { ColdstartError } from '../../core/errors.ts'
import { readJsonFile, textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'

/** A token of Vercel, and the team that it is used for. */
export interface VercelCredentials {
  readonly token: string
  /** Where it was found, for `doctor`. */
  readonly source: string
  /** `team_…` or a slug; undefined is the personal account. */
  readonly team?: string
  /** Said to be the personal account: the user's default team is not asked for. */
  readonly isPersonal?: true
}

const TOKEN_HINT =
  'Make a token at https://vercel.com/account/tokens and set VERCEL_TOKEN (and VERCEL_ORG_ID for a team).'

/** What to do where Vercel refuses a token, by where it was found: the CLI's own login is renewed by the CLI. */
export function tokenHint({ source }: VercelCredentials): string {
  return source === 'VERCEL_TOKEN'
    ? TOKEN_HINT
    : `Run vercel login again: the login in ${source} has ended. Or: ${TOKEN_HINT}`
}

/**
 * Looks where Vercel's own CLI keeps things: VERCEL_TOKEN, then the login file while its token lives. The
 * file's refresh token is left alone: using it would log the user's CLI out.
 * @param team from the options; wins over the environment and the project link. `null` is the personal account
 * @throws ColdstartError `no-credentials`
 */
export async function findVercelCredentials(
  context: ProviderContext,
  team?: string | null,
): Promise<VercelCredentials> {
  const found = tokenFromEnv(context) ?? (await tokenFromLogin(context))
  const chosen = team === undefined ? await findTeam(context) : team
  if (chosen === undefined) return found
  return chosen === null ? { ...found, isPersonal: true } : { ...found, team: chosen }
}

function tokenFromEnv({ env }: ProviderContext): VercelCredentials | undefined {
  const token = textOf(env.VERCEL_TOKEN)
  return token ? { token, source: 'VERCEL_TOKEN' } : undefined
}

async function tokenFromLogin(context: ProviderContext): Promise<VercelCredentials> {
  let isExpired = false
  let reason = 'VERCEL_TOKEN is not set and the Vercel CLI is not logged in here'
  for (const path of cliFiles(context, 'auth.json')) {
    const file = await readJsonFile(path)
    const token = textOf(file?.token)
    if (file && !token) reason = `the CLI keeps no token in ${path} (it may be in the system's keyring)`
    if (!file || !token) continue
    // Seconds or milliseconds: both have been seen.
    const ends = typeof file.expiresAt === 'number' ? file.expiresAt : undefined
    const endsMs = ends !== undefined && ends < 1e11 ? ends * 1000 : ends
    if (endsMs === undefined || endsMs > context.clock.wallMs()) return { token, source: path }
    reason = `the CLI's login in ${path} has expired`
    isExpired = true
  }
  const hint = isExpired ? `Run vercel login again. Or: ${TOKEN_HINT}` : TOKEN_HINT
  throw new ColdstartError('no-credentials', { provider: 'Vercel', reason, hint })
}

/** The data folders of xdg-app-paths 5 on Linux, macOS and Windows, and the folder of the old `now`. */
function cliFiles({ env, home }: ProviderContext, name: 'auth.json' | 'config.json'): string[] {
  const folders = [
    textOf(env.XDG_DATA_HOME) ?? join(home, '.local', 'share'),
    join(home, 'Library', 'Application Support'),
    join(textOf(env.APPDATA) ?? join(home, 'AppData', 'Roaming'), 'xdg.data'),
  ]
  return [...folders.map((folder) => join(folder, 'com.vercel.cli', name)), join(home, '.now', name)]
}

/**
 * The team that is meant, in the order of Vercel's own CLI: environment, project link, the CLI's current team. A
 * project link only says whose account this is: coldstart never deploys into a project it did not make.
 * @returns null for the personal account; undefined where nothing is said
 */
async function findTeam(context: ProviderContext): Promise<string | null | undefined> {
  const { env, cwd } = context
  const named = textOf(env.VERCEL_TEAM_ID)
  if (named) return named
  const link = await readJsonFile(join(cwd, '.vercel', 'project.json'))
  const owner = textOf(env.VERCEL_ORG_ID) ?? textOf(link?.orgId)
  if (owner) return owner.startsWith('team_') ? owner : null
  for (const path of cliFiles(context, 'config.json')) {
    const current = textOf((await readJsonFile(path))?.currentTeam)
    if (current) return current
  }
  return undefined
}
