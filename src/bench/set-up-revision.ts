import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { lockFile } from '../store/lock.ts'
import { type GitRevision, writeTree } from './git-revision.ts'

/** So many revisions are kept, those that were set up last. */
const KEPT = 5

/** Of each package manager: its lockfile, and the command that installs exactly what that says. */
const INSTALLS = [
  ['pnpm-lock.yaml', 'pnpm install --frozen-lockfile --prefer-offline'],
  ['bun.lock', 'bun install --frozen-lockfile'],
  ['bun.lockb', 'bun install --frozen-lockfile'],
  ['yarn.lock', 'yarn install --frozen-lockfile'],
  ['package-lock.json', 'npm ci --prefer-offline --no-audit --no-fund'],
  ['npm-shrinkwrap.json', 'npm ci --prefer-offline --no-audit --no-fund'],
] as const

export interface SetUp {
  /** The user's own command in place of the lockfile's. */
  readonly command?: string | undefined
  /** The function's file in the repository, with forward slashes. */
  readonly path: string
  /** Where revisions are kept between runs. */
  readonly cache: string
  readonly signal?: AbortSignal | undefined
  readonly onOutput: (text: string) => void
}

/**
 * A revision's files with its dependencies, in a folder of its own outside the user's tree. A revision that was set up
 * before in the same way is used again; one that a kill left half-made is made anew.
 * @returns the folder
 * @throws ColdstartError `setup-failed`
 */
export async function setUpRevision(revision: GitRevision, setUp: SetUp): Promise<string> {
  await mkdir(setUp.cache, { recursive: true })
  const key = createHash('sha256').update(JSON.stringify([revision.top, setUp.command ?? '', setUp.path]))
  const name = `${revision.sha.slice(0, 12)}-${key.digest('hex').slice(0, 8)}`
  const folder = join(setUp.cache, name)
  const done = `${folder}.done`
  const inUse = () => new ColdstartError('setup-failed', { reason: 'another coldstart is setting it up' })
  const release = await lockFile(folder, inUse)
  try {
    if (!existsSync(done)) {
      await rm(folder, { recursive: true, force: true })
      await mkdir(folder)
      await writeTree(revision, folder, `${folder}.index`)
      await rm(`${folder}.index`, { force: true })
      const install = setUp.command
        ? { at: folder, command: setUp.command }
        : await installFor(folder, setUp.path)
      if (install) await runCommand(install.command, install.at, revision.env, setUp)
    }
    await writeFile(done, '')
  } finally {
    await release()
  }
  await forgetOld(setUp.cache, name)
  return folder
}

/** @throws ColdstartError `setup-failed` where dependencies are wanted and no lockfile says which */
async function installFor(top: string, path: string): Promise<{ at: string; command: string } | undefined> {
  for (let at = dirname(join(top, path)); at.startsWith(top); at = dirname(at)) {
    const found = INSTALLS.find(([lockfile]) => existsSync(join(at, lockfile)))
    if (found) return { at, command: found[1] }
  }
  for (let at = dirname(join(top, path)); at.startsWith(top); at = dirname(at)) {
    const manifest = await readFile(join(at, 'package.json'), 'utf8').catch(() => '{}')
    const { dependencies = {} } = JSON.parse(manifest) as { dependencies?: object }
    if (Object.keys(dependencies).length > 0)
      throw new ColdstartError('setup-failed', {
        reason: 'its package.json wants dependencies, and no lockfile says which',
      })
  }
  return undefined
}

async function runCommand(
  command: string,
  cwd: string,
  env: GitRevision['env'],
  { signal, onOutput }: SetUp,
): Promise<void> {
  onOutput(`${command}\n`)
  const child = spawn(command, {
    cwd,
    env,
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  })
  let tail = ''
  const keep = (text: Buffer) => {
    tail = (tail + text).slice(-2000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const code = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exit, killed) => resolve(exit ?? killed ?? 'a signal'))
  })
  if (code === 0) return
  const words = tail.trim().split('\n').slice(-5).join(' ')
  throw new ColdstartError('setup-failed', { reason: `"${command}" ended with ${code}: ${words}` })
}

async function forgetOld(cache: string, current: string): Promise<void> {
  const marks = (await readdir(cache)).filter((name) => name.endsWith('.done') && name !== `${current}.done`)
  const dated = await Promise.all(
    marks.map(async (name) => ({
      name,
      at: (await stat(join(cache, name)).catch(() => undefined))?.mtimeMs ?? 0,
    })),
  )
  const old = dated.sort((a, b) => b.at - a.at).slice(KEPT - 1)
  for (const { name } of old) {
    await rm(join(cache, name), { force: true })
    await rm(join(cache, name.slice(0, -'.done'.length)), { recursive: true, force: true })
  }
}
