import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryFolder } from './temporary-folder.ts'

const WHO = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@b',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@b',
}

/** What git needs of this machine's environment, and nothing of its user's settings. */
export const gitEnv = {
  ...WHO,
  PATH: process.env.PATH ?? '',
  HOME: '/nowhere',
  GIT_CONFIG_NOSYSTEM: '1',
}

/** Runs git in a folder. @returns what it wrote, without blank ends */
export function git(cwd: string, ...words: string[]): string {
  const own = ['-c', 'protocol.file.allow=always', '-c', 'init.defaultBranch=main']
  return execFileSync('git', [...own, ...words], { cwd, env: gitEnv, stdio: 'pipe' })
    .toString()
    .trim()
}

/** Writes files below a folder, which are made with what is above them. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** A repository with one commit, tagged v1, on the branch main. @returns its folder */
export function repositoryOf(files: Readonly<Record<string, string>>, folder = temporaryFolder()): string {
  git(folder, 'init', '-q')
  writeFiles(folder, files)
  git(folder, 'add', '-A')
  git(folder, 'commit', '-qm', 'one')
  git(folder, 'tag', 'v1')
  return folder
}
