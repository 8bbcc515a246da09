import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import type { AtWork } from './cpu/at-work.ts'
import type { CpuControl } from './cpu/cpu-control.ts'
import type { EnvironmentCpu } from './cpu/environment-cpu.ts'
import type { FunctionOptions } from './engine-options.ts'
import type { EnvironmentFolder } from './environment-folder.ts'
import type { EnvironmentEvent, EnvironmentState } from './environment-state.ts'
import { makeVariables } from './environment-variables.ts'
import { type Isolation, TMP } from './isolation.ts'
import { killTree } from './kill-tree.ts'
import type { PreparedPackage } from './prepared-package.ts'
import type { RuntimeApi } from './runtime-api.ts'
import { CONTROL, type EnvironmentProcess, type ProcessEnd, type StartProcess } from './started-process.ts'

/** What an environment's process is started with. */
export interface SpawnFacts {
  readonly options: FunctionOptions
  readonly prepared: PreparedPackage
  readonly folder: EnvironmentFolder
  readonly api: RuntimeApi
  readonly host: HostFacts
  /** Its id, which is also the name of its log stream. */
  readonly id: string
  /** Proves to the API that our own client is this environment's. */
  readonly secret: string
}

/** What an environment is made of. */
export interface EnvironmentParts extends SpawnFacts {
  readonly start: StartProcess
  /**
   * True for a second try after an initialisation that took too long: this one has the function's own time-out, and
   * the invocation that waits for it the rest of that, as on Lambda.
   */
  readonly initWithInvoke?: boolean
  /** Its share of the CPU, where it has one. */
  readonly cpu?: EnvironmentCpu
  /** Is told every change of its state. */
  readonly watch?: (from: EnvironmentState, event: EnvironmentEvent, to: EnvironmentState) => void
  /** Is told when its process is up and loads the function, where its client lets that be seen. */
  readonly onLoad?: () => void
}

/** What the engine's process knows about the machine. */
export interface HostFacts {
  readonly execPath: string
  readonly nodeVersion: string
  readonly platform: string
  /** Where Windows is installed; undefined elsewhere. */
  readonly systemRoot?: string | undefined
  /** How environments are kept apart; left out where this user may not. */
  readonly isolation?: Isolation
  /** How shares of the CPU are kept; left out where no function has one. */
  readonly cpuControl?: CpuControl
  /** Counts the environments of this engine that work at once. */
  readonly atWork?: AtWork
  /** Gets what functions write, beside their log. */
  readonly showOutput?: (text: string) => void
}

const LAST_WORDS_MS = 50

/**
 * Watches a process that has just been told to become an environment.
 * @param child leads a process group of its own
 * @param startedMs when it was told, by performance.now()
 */
export function watchProcess(
  child: ChildProcess,
  startedMs: number,
  onOutput: (text: string) => void,
): EnvironmentProcess {
  // After the start: whole milliseconds must not put the process before the request that asked for it.
  const startedAt = new Date().toISOString()
  const { pid } = child
  child.stdout?.on('data', (chunk: Buffer) => onOutput(chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => onOutput(chunk.toString()))
  const { ended, isGone } = watchEnd(child)
  const control = child.stdio[CONTROL]
  return {
    ...(control && { control: control as Readable }),
    pid,
    startedMs,
    startedAt,
    ended,
    peakMemoryMb: () => (pid === undefined || isGone() ? undefined : readPeakMemoryMb(pid)),
    stop(graceMs) {
      if (pid === undefined || isGone()) return
      killTree(pid, graceMs > 0 ? 'SIGTERM' : 'SIGKILL')
      const timer = setTimeout(() => isGone() || killTree(pid, 'SIGKILL'), graceMs)
      void ended.then(() => clearTimeout(timer))
    },
  }
}

/** From when it is gone on, its pid may be somebody else's; that it has ended is told when its last words are here. */
function watchEnd(child: ChildProcess): { readonly ended: Promise<ProcessEnd>; isGone(): boolean } {
  let gone = false
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (exitCode, signal) => {
      gone = true
      // A grandchild that keeps the pipe open is not waited for.
      const tell = () => resolve({ exitCode, signal })
      child.once('close', tell)
      setTimeout(tell, LAST_WORDS_MS)
    })
    child.once('error', () => {
      gone = true
      resolve({ exitCode: -1, signal: null })
    })
  })
  return { ended, isGone: () => gone }
}

/** VmHWM of /proc/<pid>/status, see proc(5). */
function readPeakMemoryMb(pid: number): number | undefined {
  try {
    const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))
    return found ? Math.round(Number(found[1]) / 1024) : undefined
  } catch {
    return undefined
  }
}

/** What Node is told of an environment's memory, as on Lambda. */
export function nodeFlag(memoryMb: number): string {
  return `--max-old-space-size=${memoryMb}`
}

/** The command, its arguments and the whole environment of the process that is an execution environment. */
export function nodeCommand({ options, prepared, folder, host, ...facts }: SpawnFacts) {
  const variables = makeVariables({
    options,
    handler: prepared.handler,
    taskRoot: folder.task,
    temporaryFolder: host.isolation ? TMP : folder.temporary,
    runtimeApi: `127.0.0.1:${facts.api.port}`,
    logStream: facts.id,
    nodeVersion: host.nodeVersion,
    language: prepared.runtime.language,
    platform: host.platform,
    systemRoot: host.systemRoot,
  })
  const { runtime } = prepared
  const { program } = runtime
  const args = program ? [...program.args] : [nodeFlag(options.memoryMb), runtime.entry]
  if (runtime.handlerAsArgument) args.push(prepared.handler)
  const own = {
    COLDSTART_ENVIRONMENT: facts.secret,
    ...(prepared.entry && { COLDSTART_ENTRY: prepared.entry }),
  }
  const file = program ? resolve(folder.task, program.file) : host.execPath
  return { file, args, env: runtime.own ? { ...variables, ...own } : variables }
}
