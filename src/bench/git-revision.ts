import { readFile, realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ColdstartError, messageOf } from '../core/errors.ts'
import { posixRelative } from '../core/posix-path.ts'
import { git, isGitMissing, type Variables } from '../run/git.ts'

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
 * @param commit what the name meant when a run was started that goes on now
 * @throws ColdstartError `no-revision` outside a repository, without git, for a name that means no commit, and with the
 * command that fetches it where the clone is shallow
 */
export async function findRevision(
  name: string,
  file: string,
  env: Variables,
  commit: string = name,
): Promise<GitRevision> {
  const folder = dirname(file)
  const top = await git(['rev-parse', '--show-toplevel'], folder, env).catch((cause: unknown) => {
    throw new ColdstartError('no-revision', { name, ...whyNoRepository(cause, folder) }, { cause })
  })
  const isName = !commit.startsWith('-')
  const find = (words: string) =>
    git(['rev-parse', '--verify', '--quiet', `${words}^{commit}`], folder, env).catch(() => undefined)
  const sha = isName ? ((await find(commit)) ?? (await fetchedLast(name, folder, env))) : undefined
  if (sha) return { name, sha, top: await realpath(top), env }
  const isShallow = (await git(['rev-parse', '--is-shallow-repository'], folder, env)) === 'true'
  throw new ColdstartError('no-revision', {
    name,
    reason: isShallow
      ? 'this clone is shallow and does not have it'
      : 'the repository has no commit of that name',
    ...(isShallow && isName && { command: fetchCommand(name) }),
  })
}

function whyNoRepository(cause: unknown, folder: string): { reason: string; lacks?: 'git' | 'repository' } {
  if (isGitMissing(cause)) return { reason: 'git is not installed', lacks: 'git' }
  const said = messageOf(cause)
  if (!said.startsWith('not a git repository')) return { reason: `git says: ${said.replace(/\.$/, '')}` }
  return { reason: `${folder} is in no git repository`, lacks: 'repository' }
}

/** A branch of the remote is asked for by its own name; what is only counted back to needs the whole history. */
function fetchCommand(name: string): string {
  const bare = nameAtRemote(name)
  const needsHistory = /[~^@:]/.test(bare) || /^[0-9a-f]{4,39}$/.test(bare)
  return needsHistory ? 'git fetch --unshallow' : `git fetch --depth=1 origin ${bare}`
}

function nameAtRemote(name: string): string {
  return name.replace(/^(?:refs\/remotes\/)?origin\//, '')
}

/**
 * A branch or tag that was fetched by its name into a clone that tracks others: git keeps it as FETCH_HEAD alone, with
 * what it was asked for beside it.
 */
async function fetchedLast(name: string, folder: string, env: Variables): Promise<string | undefined> {
  const path = await git(['rev-parse', '--git-path', 'FETCH_HEAD'], folder, env)
  const text = await readFile(resolve(folder, path), 'utf8').catch(() => '')
  const line = text
    .split('\n')
    .find((one) => ['branch', 'tag'].some((kind) => one.includes(`\t${kind} '${nameAtRemote(name)}' of `)))
  const sha = line?.split('\t', 1)[0]
  return sha && git(['rev-parse', '--verify', `${sha}^{commit}`], folder, env)
}

/** A file's, or a folder's, path in its repository, with forward slashes; it begins with `..` outside of it. */
export async function pathInRepository(path: string, { top }: GitRevision): Promise<string> {
  // The folder's links are followed, as git does; the last part may be a link that is committed as one.
  const real = path === top ? top : join(await realpath(dirname(path)), basename(path))
  return posixRelative(top, real)
}

/** Whether the commit holds a file. */
export function holds({ sha, top, env }: GitRevision, path: string): Promise<boolean> {
  return git(['cat-file', '-e', `${sha}:${path}`], top, env).then(
    () => true,
    () => false,
  )
}
