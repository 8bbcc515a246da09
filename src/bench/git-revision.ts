import { execFile } from 'node:child_process'
import { realpath } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { ColdstartError, messageOf } from '../core/errors.ts'

type Variables = Readonly<Record<string, string | undefined>>

/** One commit of the repository that a file lies in. */
export interface GitRevision {
  /** As the user named it. */
  readonly name: string
  readonly sha: string
  /** The repository's top folder. */
  readonly top: string
  readonly env: Variables
}

/**
 * Finds the commit that a revision names, in the repository of a file.
 * @throws ColdstartError `no-revision` outside a repository, without git, for a name that means no commit, and with the
 * command that fetches it where the clone is shallow
 */
export async function findRevision(name: string, file: string, env: Variables): Promise<GitRevision> {
  const folder = dirname(file)
  const top = await git(['rev-parse', '--show-toplevel'], folder, env).catch((cause: unknown) => {
    throw new ColdstartError('no-revision', { name, reason: `${folder} is in no git repository` }, { cause })
  })
  const isName = !name.startsWith('-')
  const found =
    isName &&
    (await git(['rev-parse', '--verify', '--quiet', `${name}^{commit}`], folder, env).catch(() => undefined))
  if (found) return { name, sha: found, top: await realpath(top), env }
  const isShallow = (await git(['rev-parse', '--is-shallow-repository'], folder, env)) === 'true'
  throw new ColdstartError('no-revision', {
    name,
    reason: isShallow
      ? 'this clone is shallow and does not have it'
      : 'the repository has no commit of that name',
    ...(isShallow && isName && { command: fetchCommand(name) }),
  })
}

/** A branch of the remote is asked for by its own name. */
function fetchCommand(name: string): string {
  const bare = name.replace(/^origin\//, '')
  return /[~^@]/.test(bare) ? 'git fetch --unshallow' : `git fetch --depth=1 origin ${bare}`
}

/** A file's path in its repository, with forward slashes. */
export async function pathInRepository(file: string, { top }: GitRevision): Promise<string> {
  return relative(top, await realpath(file))
    .split(sep)
    .join('/')
}

/** Whether the commit holds a file. */
export function holds({ sha, top, env }: GitRevision, path: string): Promise<boolean> {
  return git(['cat-file', '-e', `${sha}:${path}`], top, env).then(
    () => true,
    () => false,
  )
}

/**
 * Writes all files of a commit into a folder, through the repository's own filters. Nothing is registered in `.git`
 * and the user's index is not touched: the index that git wants is a file beside the folder, which is not kept.
 */
export async function writeTree(
  { sha, top, env }: GitRevision,
  folder: string,
  index: string,
): Promise<void> {
  const own = { ...env, GIT_INDEX_FILE: index }
  await git(['read-tree', sha], top, own)
  await git(
    ['--work-tree', folder, 'checkout-index', '--all', '--force', `--prefix=${join(folder, sep)}`],
    top,
    own,
  )
}

async function git(words: readonly string[], cwd: string, env: Variables): Promise<string> {
  const run = promisify(execFile)
  const { GIT_DIR: _, GIT_WORK_TREE: __, ...own } = env
  const { stdout } = await run('git', [...words], { cwd, env: own, maxBuffer: 1e8 }).catch(
    (error: unknown) => {
      throw new Error(messageOf(error), { cause: error })
    },
  )
  return stdout.trim()
}
