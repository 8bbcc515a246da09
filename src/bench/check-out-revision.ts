import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { moveFile } from '../core/move-file.ts'
import { type GitOptions, git } from '../run/git.ts'
import type { GitRevision } from './git-revision.ts'

/** A place for a commit's files. */
export interface Checkout {
  /** Absolute, and empty. */
  readonly folder: string
  /** A file beside it, for the index that git wants while it writes. */
  readonly index: string
  /** Told of a submodule whose files are not in this clone. */
  readonly onMissing: (path: string) => void
}

/**
 * Writes all files of a commit into a folder, submodules too, through the repository's own filters. Nothing is
 * registered in `.git`, no hook runs, and the user's index is not touched. The folder is a repository of its own that
 * borrows the objects of the user's, so that a build which asks git gets the commit's answers and changes nothing.
 * @throws Error with what git says
 */
export async function checkOutRevision(revision: GitRevision, checkout: Checkout): Promise<void> {
  await writeFiles(revision, checkout)
  await makeRepository(revision, checkout)
}

async function writeFiles(revision: GitRevision, checkout: Checkout): Promise<void> {
  const { sha, top, env } = revision
  const { folder, index, onMissing } = checkout
  const own = { variables: { GIT_INDEX_FILE: index } }
  await git(['read-tree', sha], top, env, own)
  const write = ['checkout-index', '--all', '--force', `--prefix=${join(folder, sep)}`]
  await git(['--work-tree', folder, ...write], top, env, own)
  for (const { path, commit } of await submodulesOf(revision, own)) {
    const inner = { ...revision, sha: commit, top: join(top, path) }
    const place = { ...checkout, folder: join(folder, path), index: `${index}-${commit}` }
    await isThere(inner).then((found) => (found ? checkOutRevision(inner, place) : onMissing(path)))
  }
}

/** The submodules that an index names. */
async function submodulesOf(
  { top, env }: GitRevision,
  own: GitOptions,
): Promise<{ path: string; commit: string }[]> {
  const listed = await git(['ls-files', '--stage', '-z'], top, env, own)
  return listed.split('\0').flatMap((line) => {
    const [, commit, path] = /^160000 ([0-9a-f]+) \d\t(.+)$/s.exec(line) ?? []
    return commit && path ? [{ commit, path }] : []
  })
}

/** Whether a submodule is checked out at all, and has the commit. */
async function isThere({ top, sha, env }: GitRevision): Promise<boolean> {
  const found = await git(['rev-parse', '--show-prefix'], top, env).catch(() => 'none')
  return (
    found === '' &&
    (await git(['cat-file', '-e', `${sha}^{commit}`], top, env).then(
      () => true,
      () => false,
    ))
  )
}

async function makeRepository({ sha, top, env }: GitRevision, { folder, index }: Checkout): Promise<void> {
  const format = await git(['rev-parse', '--show-object-format'], top, env)
  await git(['init', '--quiet', '--template=', `--object-format=${format}`], folder, env)
  const inside = join(folder, '.git')
  const pathOf = async (name: string) => resolve(top, await git(['rev-parse', '--git-path', name], top, env))
  await mkdir(join(inside, 'objects/info'), { recursive: true })
  await writeFile(join(inside, 'objects/info/alternates'), `${await pathOf('objects')}\n`)
  await copyFile(await pathOf('shallow'), join(inside, 'shallow')).catch(() => {})
  const tags = await git(['for-each-ref', '--format=%(objectname) %(refname)', 'refs/tags'], top, env)
  if (tags !== '') await writeFile(join(inside, 'packed-refs'), `${tags}\n`)
  await git(['update-ref', '--no-deref', 'HEAD', sha], folder, env)
  await moveFile(index, join(inside, 'index'))
}
