import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ColdstartError, isColdstartError, messageOf } from '../core/errors.ts'
import { lockFile, type ReleaseLock } from '../store/lock.ts'
import { checkOutRevision } from './check-out-revision.ts'
import type { GitRevision } from './git-revision.ts'
import { type Install, installFor } from './install-command.ts'
import { runSetUp } from './run-set-up.ts'

/** So many revisions are kept at least, those that were used last. */
const KEPT = 5

/** A revision that was used within this time may be in use still, ms. */
const IN_USE_MS = 24 * 3_600_000

/** How often a revision is tried that another coldstart is setting up, ms. */
const RETRY_MS = 250

/** What a revision is set up for and with. */
export interface SetUp {
  /** The user's own command in place of the lockfile's, and where it runs. */
  readonly own?: Install | undefined
  /** The function's file in the repository, with forward slashes. */
  readonly path: string
  /** Where revisions are kept between runs. */
  readonly cache: string
  /** Native modules are built for it: `process.version`. */
  readonly nodeVersion: string
  readonly signal?: AbortSignal | undefined
  readonly onOutput: (text: string) => void
}

/**
 * A revision's files with its dependencies, in a folder of its own outside the user's tree. A revision that was set up
 * before in the same way is used again; one that a kill left half-made is made anew.
 * @returns the folder
 * @throws ColdstartError `setup-failed`; the signal's reason after an abort
 */
export async function setUpRevision(revision: GitRevision, setUp: SetUp): Promise<string> {
  const { cache, own, nodeVersion } = setUp
  await mkdir(cache, { recursive: true })
  const key = createHash('sha256').update(JSON.stringify([revision.top, own, nodeVersion]))
  const name = `${revision.sha.slice(0, 12)}-${key.digest('hex').slice(0, 8)}`
  const folder = join(cache, name)
  const release = await lockWhenFree(folder, setUp)
  try {
    await makeReady(folder, revision, setUp)
  } finally {
    await release()
  }
  await forgetOthers(cache, name)
  return folder
}

async function lockWhenFree(folder: string, { signal, onOutput }: SetUp): Promise<ReleaseLock> {
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted()
    const release = await lockNow(folder)
    if (release) return release
    if (attempt === 0) onOutput('another coldstart is setting it up; waiting')
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}

/** @returns undefined where another has it */
async function lockNow(folder: string): Promise<ReleaseLock | undefined> {
  const inUse = () => new ColdstartError('setup-failed', { reason: 'another coldstart is setting it up' })
  return lockFile(folder, inUse).catch((error: unknown) => {
    if (isColdstartError(error) && error.code === 'setup-failed') return undefined
    throw error
  })
}

async function makeReady(folder: string, revision: GitRevision, setUp: SetUp): Promise<void> {
  const done = await readMark(folder)
  if (done === undefined) await checkOut(folder, revision, setUp)
  const install = setUp.own ?? (await installFor(folder, setUp.path, revision.env))
  const step = install && `${install.at}: ${install.command}`
  if (install && !done?.includes(step ?? '')) {
    setUp.onOutput(install.command)
    const cwd = join(folder, install.at)
    await mkdir(cwd, { recursive: true })
    await runSetUp({ command: install.command, cwd, env: revision.env, signal: setUp.signal })
  }
  await writeFile(markOf(folder), JSON.stringify([...new Set([...(done ?? []), ...(step ? [step] : [])])]))
}

async function checkOut(folder: string, revision: GitRevision, { onOutput }: SetUp): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder)
  const onMissing = (path: string) =>
    onOutput(`the submodule ${path} is not in this clone as of that commit; its folder is empty`)
  await checkOutRevision(revision, { folder, index: `${folder}.index`, onMissing }).catch(
    (cause: unknown) => {
      const reason = `git could not write its files: ${messageOf(cause)}`
      throw new ColdstartError('setup-failed', { reason, isGit: true }, { cause })
    },
  )
}

/** Stands beside a folder that is ready, with what was done in it; its date is that of the last use. */
function markOf(folder: string): string {
  return `${folder}.done`
}

/** @returns undefined for a folder that is not ready */
async function readMark(folder: string): Promise<readonly string[] | undefined> {
  try {
    await stat(folder)
    return JSON.parse(await readFile(markOf(folder), 'utf8')) as string[]
  } catch {
    return undefined
  }
}

/** Removes what a kill left half-made, and of what is ready that which nobody has used for long. */
async function forgetOthers(cache: string, current: string): Promise<void> {
  const files = await readdir(cache)
  const names = [...new Set(files.map((name) => name.split('.', 1)[0] ?? name))].filter(
    (name) => /^[0-9a-f]{12}-[0-9a-f]{8}$/.test(name) && name !== current,
  )
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await usedAt(join(cache, name))) ?? 0 })),
  )
  const before = Date.now() - IN_USE_MS
  const old = dated
    .sort((a, b) => b.at - a.at)
    .filter(({ at }, index) => at === 0 || (index >= KEPT - 1 && at < before))
  for (const { name } of old) await forget(join(cache, name))
}

async function usedAt(folder: string): Promise<number | undefined> {
  return (await stat(markOf(folder)).catch(() => undefined))?.mtimeMs
}

async function forget(folder: string): Promise<void> {
  const release = await lockNow(folder)
  if (release === undefined) return
  try {
    for (const path of [markOf(folder), `${folder}.index`, `${folder}.index.lock`, folder])
      await rm(path, { recursive: true, force: true })
  } finally {
    await release()
  }
}
