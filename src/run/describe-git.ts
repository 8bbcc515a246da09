import { existsSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { holdersOf } from '../core/folders-above.ts'
import type { Environment } from '../core/run-file.ts'
import { git, type Variables } from './git.ts'

type GitFacts = Pick<Environment, 'gitCommit' | 'gitBranch' | 'gitDirty'>

/** A repository that takes longer to answer is not described. */
const LONGEST_MS = 2000

/** What coldstart itself writes is no change of the code. */
const BESIDES = ['--', '.', ':(exclude)results', ':(exclude).coldstart']

/**
 * Commit, branch and state of the repository that a folder lies in; of the one that GIT_DIR names where
 * it lies in none; nothing where there is neither. In GitHub Actions, which checks a commit out and no branch, the branch
 * is the one that the job says.
 */
export async function describeGit(cwd: string, env: Variables): Promise<GitFacts> {
  const isInside = await isInRepository(cwd)
  // Three processes that would find nothing are not worth their start.
  if (env.GIT_DIR === undefined && !isInside) return {}
  const options = { timeoutMs: LONGEST_MS, ...(!isInside && { variables: env }) }
  const ask = (...words: string[]) => git(words, cwd, env, options).catch(() => undefined)
  const [gitCommit, branch, changes] = await Promise.all([
    ask('rev-parse', 'HEAD'),
    ask('symbolic-ref', '--short', '--quiet', 'HEAD'),
    ask('status', '--porcelain', ...BESIDES),
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
