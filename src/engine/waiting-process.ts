import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { arrangeView, ownFolders } from './arrange-view.ts'
import { nodeCommand, type SpawnFacts, watchProcess } from './environment-process.ts'
import { SYSTEM_PATH } from './environment-variables.ts'
import type { Isolation } from './isolation.ts'
import { killTree } from './kill-tree.ts'
import type { EnvironmentProcess } from './started-process.ts'

/** A process that has been made ready and becomes an environment when it is told to. */
export interface WaitingProcess {
  /** What waits already, for whoever makes sure that nothing is left behind. */
  readonly pid?: number
  /** It becomes Node now; `onOutput` gets what it writes. Once. */
  start(onOutput: (text: string) => void): EnvironmentProcess
  /** Ends what waits. */
  cancel(): void
}

/** Descriptors 3 and 4 of a runtime that says on the second where it listens. */
export const CONTROLLED: ('ignore' | 'pipe')[] = ['ignore', 'pipe']

/** Nothing waits: the process is spawned when it is started. */
export function waitInPlace(facts: SpawnFacts): WaitingProcess {
  const { file, args, env } = nodeCommand(facts)
  return {
    start(onOutput) {
      const startedMs = performance.now()
      const child = spawn(file, args, {
        cwd: facts.folder.task,
        env,
        stdio: ['ignore', 'pipe', 'pipe', ...(facts.prepared.runtime.saysPort ? CONTROLLED : [])],
        detached: true,
        windowsHide: true,
      })
      return watchProcess(child, startedMs, onOutput)
    },
    cancel() {},
  }
}

/**
 * A shell waits in a mount namespace of its own, with its /tmp and its read-only code, and becomes Node in the same
 * process when it is told to: what isolation costs is paid before, and the cold start is an exec.
 * @param hold folder that mounts are prepared in
 */
export async function waitIsolated(
  facts: SpawnFacts,
  { command: [file, ...before], hidden = [] }: Isolation,
  hold: string,
): Promise<WaitingProcess> {
  const node = nodeCommand(facts)
  const { folder, prepared, host } = facts
  await mkdir(hold, { recursive: true })
  const { script, seenAt } = await arrangeView({
    code: { from: prepared.folder, to: folder.code },
    readOnly: prepared.reads,
    read: ownFolders(host.execPath),
    temporary: folder.temporary,
    hidden,
    hold,
    workingFolder: folder.task,
  })
  const child = spawn(file, [...before, 'sh', '-c', script, 'sh', ...[node.file, ...node.args].map(seenAt)], {
    // The shell finds its own programs; the function's PATH becomes its own before it becomes Node.
    env: { ...node.env, PATH: SYSTEM_PATH, COLDSTART_PATH: node.env.PATH ?? SYSTEM_PATH },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
  })
  return (await whenReady(child)) ?? waitInPlace(facts)
}

/** A shell waits and becomes the environment in the same process, so that whoever must know its id has it before. */
export async function waitInShell(facts: SpawnFacts): Promise<WaitingProcess> {
  const { file, args, env } = nodeCommand(facts)
  const script = `echo >&3; exec 3>&-; read -r go || exit 0; exec "$@" </dev/null`
  const child = spawn('/bin/sh', ['-c', script, 'sh', file, ...args], {
    cwd: facts.folder.task,
    env,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe', ...(facts.prepared.runtime.saysPort ? CONTROLLED.slice(1) : [])],
    detached: true,
  })
  return (await whenReady(child)) ?? waitInPlace(facts)
}

/** A shell that has said on descriptor 3 that it waits; undefined where it has ended instead. */
async function whenReady(child: ChildProcess): Promise<WaitingProcess | undefined> {
  const [input, , , ready] = child.stdio
  input?.on('error', () => {})
  child.on('error', () => {})
  await Promise.race([once(ready as Readable, 'data'), once(child, 'exit')]).catch(() => {})
  const { pid } = child
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return undefined
  return {
    pid,
    start(onOutput) {
      const startedMs = performance.now()
      ;(input as Writable | null)?.end('\n')
      return watchProcess(child, startedMs, onOutput)
    },
    cancel: () => killTree(pid, 'SIGKILL'),
  }
}
