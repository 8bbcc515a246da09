import {
  accessSync,
  constants,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statfsSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { PATIENCE_OF_ONE_WAIT_MS } from './patience.ts'

/** How the names of all folders begin that coldstart and its tests make; the test runner's own are its business. */
const OURS = 'coldstart-'

/** What a whole suite needs at most, with room to spare: the system's own share may be as little as 64 MB. */
const ENOUGH_BYTES = 4 * 1024 ** 3

/** Linux keeps this folder in memory: thousands of flushed lines and removed folders cost seconds on a disk. */
function roomyMemory(): string | undefined {
  const folder = '/dev/shm'
  try {
    const { bavail, bsize } = statfsSync(folder)
    accessSync(folder, constants.W_OK)
    const mount = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .find((line) => line.split(' ')[1] === folder)
    // Tests run programs that they write.
    const runsPrograms = mount !== undefined && !/\bnoexec\b/.test(mount)
    return runsPrograms && bavail * bsize > ENOUGH_BYTES ? folder : undefined
  } catch {
    return undefined
  }
}

/** Processes that end after their test take a moment to remove what is theirs. */
async function leftIn(folder: string): Promise<readonly string[]> {
  const end = Date.now() + PATIENCE_OF_ONE_WAIT_MS
  while (true) {
    const left = readdirSync(folder).filter((name) => name.startsWith(OURS))
    if (left.length === 0 || Date.now() > end) return left
    await setTimeout(200)
  }
}

/**
 * The suite gets a temporary folder of its own, so that what it leaves behind is seen, whoever else uses the system's.
 * @returns what ends it
 * @throws Error at its end, with the names of what was left
 */
export function setup(): () => Promise<void> {
  const folder = mkdtempSync(join(roomyMemory() ?? realpathSync(tmpdir()), OURS))
  const before = env.TMPDIR
  env.TMPDIR = folder
  return async () => {
    if (before === undefined) delete env.TMPDIR
    else env.TMPDIR = before
    const left = await leftIn(folder)
    rmSync(folder, { recursive: true, force: true })
    if (left.length === 0) return
    // The runner shows what a teardown throws, and would end well all the same.
    process.exitCode = 1
    throw new Error(`Tests left these in the temporary folder: ${left.join(', ')}`)
  }
}
