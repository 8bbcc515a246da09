import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { holdersOf } from '../core/folders-above.ts'
import type { Environment } from '../core/run-file.ts'

type GitFacts = Pick<Environment, 'gitCommit' | 'gitBranch' | 'gitDirty'>

/** What coldstart itself writes is no change of the code. */
const BESIDES = ['--', '.', ':(exclude)results', ':(exclude).coldstart']

/**
 * Commit, branch and state of the repository that a folder lies in; nothing where there is none. In GitHub Actions, which
 * checks a commit out and no branch, the branch is the one that the job says.
 */
export async function describeGit(
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<GitFacts> {
  // Three processes that would find nothing are not worth their start.
  if (env.GIT_DIR === undefined && !(await isInRepository(cwd))) return {}
  const [gitCommit, branch, changes] = await Promise.all([
    git(['rev-parse', 'HEAD'], cwd),
    git(['symbolic-ref', '--short', '--quiet', 'HEAD'], cwd),
    git(['status', '--porcelain', ...BESIDES], cwd),
  ])
  if (!gitCommit) return {}
  const gitBranch = branch || env.GITHUB_HEAD_REF || env.GITHUB_REF_NAME
  return {
    gitCommit,
    ...(gitBranch && { gitBranch }),
    ...(changes !== undefined && { gitDirty: changes !== '' }),
  }
}

/** A folder or, in a linked working tree, a file of that name here or above. */
async function isInRepository(cwd: string): Promise<boolean> {
  const folder = await realpath(cwd).catch(() => cwd)
  return [folder, ...holdersOf(folder)].some((one) => existsSync(join(one, '.git')))
}

async function git(words: readonly string[], cwd: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', [...words], {
      cwd,
      timeout: 2000,
      windowsHide: true,
    })
    return stdout.trim()
  } catch {
    return undefined
  }
}
