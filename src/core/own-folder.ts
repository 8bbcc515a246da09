import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = '.coldstart'

/** What git is told of the folder: baselines are for everybody, the salt and the ledger are for nobody else. */
const GIT_IGNORE = `# Made by coldstart. The salt, the ledger and caches belong in no repository; baselines may.
*
!baselines/
!baselines/*.json
`

/**
 * Makes the folder that coldstart keeps its own things in, and the `.gitignore` in it where there is none.
 * @param cwd the folder that it lies in
 * @returns its path
 * @throws what the system says where it cannot be made; that git cannot be told is no failure
 */
export function makeOwnFolder(cwd: string): string {
  const path = join(cwd, FOLDER)
  mkdirSync(path, { recursive: true })
  try {
    writeFileSync(join(path, '.gitignore'), GIT_IGNORE, { flag: 'wx' })
  } catch {}
  return path
}
