import { join, resolve } from 'node:path'
import type { BenchConfig } from '../config/bench-config.ts'
import type { FunctionSettings } from '../config/function-settings.ts'
import { ColdstartError } from '../core/errors.ts'
import { WORKING_TREE } from '../core/working-tree.ts'
import { findFunction } from './find-function.ts'
import { findRevision, type GitRevision, holds, pathInRepository } from './git-revision.ts'
import type { BenchContext } from './session.ts'
import { setUpRevision } from './set-up-revision.ts'

type AgainstContext = Pick<BenchContext, 'cwd' | 'env' | 'home' | 'nodeVersion' | 'signal' | 'logger'>

/** How the revision's side is had. */
export interface AgainstOptions {
  /** Nothing is checked out: both sides are the file of the working tree. */
  readonly isDry?: boolean
  /** What the revision's name meant when the run was started that goes on now. */
  readonly commit?: string | undefined
}

/**
 * The configuration with each function twice: as of the revision that `against` names, and as it lies in the working
 * tree. Without `against`, as it is.
 * @throws ColdstartError `no-revision`, `not-in-revision`, `setup-failed`, `without-effect`
 */
export async function withAgainst(
  config: BenchConfig,
  context: AgainstContext,
  { isDry = false, commit }: AgainstOptions = {},
): Promise<BenchConfig> {
  const { against, setup, functions } = config
  if (against === undefined) return config
  if (functions.length === 0)
    throw new ColdstartError('without-effect', { option: '--against', why: 'No function was named' })
  const sides = await Promise.all(
    functions.map(async (own) => {
      const file = await findFunction(own.entry, context.cwd)
      const revision = await findRevision(against, file, context.env, commit)
      const path = await pathInRepository(file, revision)
      if (!(setup || (await holds(revision, path))))
        throw new ColdstartError('not-in-revision', { name: against, path })
      return { own, file, revision, path }
    }),
  )
  const both: FunctionSettings[] = []
  for (const { own, file, revision, path } of sides) {
    const folder = isDry ? revision.top : await setUp(revision, path, setup, context)
    const named = functions.length > 1 ? (own.name ?? own.entry) : undefined
    const name = named ? `${named}@${against}` : against
    const root = await rootIn(folder, own.root ?? config.root, revision, context.cwd)
    const entry = isDry ? file : join(folder, path)
    both.push({ ...own, name, entry, commit: revision.sha, ...(root && { root }) })
    both.push({ ...own, name: named ?? WORKING_TREE, entry: file })
  }
  return { ...config, functions: both }
}

/** The package's folder as of the revision, where the user names one in its repository. */
async function rootIn(
  folder: string,
  root: string | undefined,
  revision: GitRevision,
  cwd: string,
): Promise<string | undefined> {
  if (root === undefined) return undefined
  const path = await pathInRepository(resolve(cwd, root), revision)
  return path.startsWith('..') ? root : join(folder, path)
}

async function setUp(
  revision: GitRevision,
  path: string,
  command: string | undefined,
  { env, home, cwd, nodeVersion, signal, logger }: AgainstContext,
): Promise<string> {
  const above = env.XDG_CACHE_HOME ?? env.LOCALAPPDATA ?? join(home ?? env.HOME ?? cwd, '.cache')
  const at = await pathInRepository(cwd, revision)
  return setUpRevision(revision, {
    path,
    own: command === undefined ? undefined : { at: at.startsWith('..') ? '' : at, command },
    cache: join(above, 'coldstart', 'against'),
    nodeVersion,
    signal,
    onOutput: (text) => logger?.info(`${revision.name}: ${text}`),
  })
}
