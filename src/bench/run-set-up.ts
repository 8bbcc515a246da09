import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { platform } from 'node:os'
import { execPath } from 'node:process'
import { builtEntry } from '../core/built-entry.ts'
import { ColdstartError } from '../core/errors.ts'
import { endGroup, killTree } from '../engine/kill-tree.ts'
import { type Variables, withoutRepository } from '../run/git.ts'

/** A command that makes a revision ready to run. */
export interface SetUpCommand {
  readonly command: string
  /** Absolute. */
  readonly cwd: string
  readonly env: Variables
  readonly signal?: AbortSignal | undefined
}

/** So much of what a command wrote is kept for the error, characters. */
const KEPT = 2000

/**
 * What npm, pnpm and yarn tell their scripts of the project that they run in: with it, an `npm ci` in another folder
 * may take that project for its own.
 */
const OF_THE_PROJECT =
  /^(?:npm_(?:package|lifecycle)_|npm_config_(?:local_prefix|prefix|dir|workspaces?|include_workspace_root|global|location)$|npm_(?:command|execpath)$|INIT_CWD$|PROJECT_CWD$|PNPM_(?:PACKAGE_NAME|SCRIPT_SRC_DIR)$)/i

/**
 * Runs a command in a shell, with everything that it starts in one process group, which an abort ends, and which ends
 * with this process however that ends.
 * @throws ColdstartError `setup-failed` with the last lines of what it wrote; the signal's reason after an abort
 */
export async function runSetUp({ command, cwd, env, signal }: SetUpCommand): Promise<void> {
  signal?.throwIfAborted()
  const own = Object.entries(withoutRepository(env)).filter(([name]) => !OF_THE_PROJECT.test(name))
  const mark = `coldstart-setup-${randomUUID()}`
  const child = spawn(execPath, [builtEntry('bench/set-up-process.js'), command, mark], {
    cwd,
    env: { ...Object.fromEntries(own), COREPACK_ENABLE_DOWNLOAD_PROMPT: '0', COLDSTART_REVISION_MARK: mark },
    detached: platform() !== 'win32',
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  })
  // Once it has ended, its id is somebody else's, unless what it started keeps its group.
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const stop = () => child.pid && (hasEnded() ? endGroup(child.pid) : killTree(child.pid, 'SIGTERM'))
  signal?.addEventListener('abort', stop, { once: true })
  child.stdin.on('error', () => {})
  let tail = ''
  const keep = (text: Buffer) => {
    tail = (tail + text).slice(-KEPT)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const code = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exit, killed) => resolve(exit ?? killed ?? 'a signal'))
  }).finally(() => signal?.removeEventListener('abort', stop))
  signal?.throwIfAborted()
  if (code === 0) return
  const words = tail.trim().split('\n').slice(-5).join(' ')
  throw new ColdstartError('setup-failed', { reason: `"${command}" ended with ${code}: ${words}` })
}
