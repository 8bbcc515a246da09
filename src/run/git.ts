import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { messageOf } from '../core/errors.ts'

/** Environment variables, by their names. */
export type Variables = Readonly<Record<string, string | undefined>>

/**
 * Variables by which git is told of one repository: `git rev-parse --local-env-vars`, without those that only carry
 * settings. A hook that runs coldstart has them, and they would lead every command to the wrong index.
 */
const LOCAL = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_OBJECT_DIRECTORY',
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_GRAFT_FILE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_SHALLOW_FILE',
  'GIT_COMMON_DIR',
  'GIT_INTERNAL_SUPER_PREFIX',
]

/** The environment without what ties git to one repository. */
export function withoutRepository(env: Variables): Variables {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !LOCAL.includes(name)))
}

/** Whether git could not be started at all. */
export function isGitMissing(error: unknown): boolean {
  return error instanceof Error && (error.cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT'
}

/** How git is started. */
export interface GitOptions {
  /** Of this command alone, such as GIT_INDEX_FILE. */
  readonly variables?: Variables
  /** After so long the command is ended. */
  readonly timeoutMs?: number
}

/**
 * Runs git in a folder, for the repository that the folder lies in: the one that a run is described by, and that
 * revisions are checked out of. What the environment says of a repository is not heeded, unless it is in `variables`.
 * @returns what it wrote, without blank ends
 * @throws Error with git's own last line; its cause has the code ENOENT where there is no git
 */
export async function git(
  words: readonly string[],
  cwd: string,
  env: Variables,
  { variables = {}, timeoutMs = 0 }: GitOptions = {},
): Promise<string> {
  const run = promisify(execFile)
  const options = {
    cwd,
    env: { ...withoutRepository(env), ...variables },
    timeout: timeoutMs,
    maxBuffer: 1e8,
    windowsHide: true,
  }
  const { stdout } = await run('git', [...words], options).catch((cause: unknown) => {
    const { stderr = '' } = cause as { stderr?: string }
    const said = stderr.trim().split('\n')
    const fatal = said.find((line) => line.startsWith('fatal: ')) ?? said.at(-1)
    throw new Error(fatal?.replace(/^fatal: /, '') || messageOf(cause), { cause })
  })
  return stdout.trim()
}
