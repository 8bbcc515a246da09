import { randomBytes } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ColdstartError, messageOf } from '../core/errors.ts'
import { makeOwnFolder } from '../core/own-folder.ts'

const SALT = /^[0-9a-f]{64}$/

/**
 * The key of the project's sealed values, `.coldstart/salt`: made once, readable by its owner only. Whoever has it can
 * try values against their hashes, so it belongs in no repository.
 * @throws ColdstartError `bad-salt`, `cannot-write`
 */
export async function projectSalt(cwd: string): Promise<string> {
  const path = join(cwd, '.coldstart', 'salt')
  const salt = (await readIfThere(path)) ?? (await makeSalt(path, cwd)) ?? (await readIfThere(path))
  if (salt !== undefined && SALT.test(salt)) return salt
  throw new ColdstartError('bad-salt', { path })
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new ColdstartError('cannot-read', { path, reason: messageOf(error) })
  }
}

/** Undefined where another process made it at the same moment. */
async function makeSalt(path: string, cwd: string): Promise<string | undefined> {
  const salt = randomBytes(32).toString('hex')
  try {
    makeOwnFolder(cwd)
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(`${salt}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    return salt
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined
    throw new ColdstartError('cannot-write', { path, reason: messageOf(error) })
  }
}
