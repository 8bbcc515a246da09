import { join } from 'node:path'
import type { BenchConfig } from '../config/bench-config.ts'
import type { FunctionSettings } from '../config/function-settings.ts'
import { ColdstartError } from '../core/errors.ts'
import { findFunction } from './find-function.ts'
import { findRevision, type GitRevision, holds, pathInRepository } from './git-revision.ts'
import type { BenchContext } from './session.ts'
import { setUpRevision } from './set-up-revision.ts'

type AgainstContext = Pick<BenchContext, 'cwd' | 'env' | 'home' | 'signal' | 'logger'>

/** What the side is called that is not of a revision. */
const WORKING_TREE = 'working tree'

/**
 * The configuration with each function twice: as of the revision that `against` names, and as it lies in the working
 * tree. Without `against`, as it is.
 * @param isDry nothing is checked out: both sides are the file of the working tree
 * @throws ColdstartError `no-revision`, `not-in-revision`, `setup-failed`, `bad-arguments`
 */
export async function withAgainst(
  config: BenchConfig,
  context: AgainstContext,
  isDry = false,
): Promise<BenchConfig> {
  const { against, setup, functions } = config
  if (against === undefined) return config
  if (functions.length === 0)
    throw new ColdstartError('without-effect', { option: '--against', why: 'No function was named' })
  const sides = await Promise.all(
    functions.map(async (own) => {
      const file = await findFunction(own.entry, context.cwd)
      const revision = await findRevision(against, file, context.env)
      const path = await pathInRepository(file, revision)
      if (!(setup || (await holds(revision, path))))
        throw new ColdstartError('not-in-revision', { name: against, path })
      return { own, file, revision, path }
    }),
  )
  const both: FunctionSettings[] = []
  for (const { own, file, revision, path } of sides) {
    const entry = isDry ? file : join(await setUp(revision, path, setup, context), path)
    const named = functions.length > 1 ? (own.name ?? own.entry) : undefined
    const { root: _, ...rest } = own
    both.push({ ...rest, name: named ? `${named}@${against}` : against, entry })
    both.push({ ...own, name: named ?? WORKING_TREE, entry: file })
  }
  const { root: __, ...others } = config
  return { ...others, functions: both }
}

function setUp(
  revision: GitRevision,
  path: string,
  command: string | undefined,
  { env, home, cwd, signal, logger }: AgainstContext,
): Promise<string> {
  const above = env.XDG_CACHE_HOME ?? env.LOCALAPPDATA ?? join(home ?? env.HOME ?? cwd, '.cache')
  return setUpRevision(revision, {
    path,
    command,
    cache: join(above, 'coldstart', 'against'),
    signal,
    onOutput: (text) => logger?.info(`${revision.name}: ${text.trim()}`),
  })
}
