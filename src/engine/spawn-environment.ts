import { type ChildProcess, spawn } from 'node:child_process'
import type { FunctionOptions } from './engine-options.ts'
import type { EnvironmentFolder } from './environment-folder.ts'
import { makeVariables } from './environment-variables.ts'
import type { PreparedPackage } from './prepare-package.ts'

export interface SpawnFacts {
  readonly options: FunctionOptions
  readonly prepared: PreparedPackage
  readonly folder: EnvironmentFolder
  /** Port of this environment's Runtime API. */
  readonly apiPort: number
  /** Proves to the API that our own client is this environment's. */
  readonly secret: string
  readonly logStream: string
  readonly host: HostFacts
}

/** What the engine's process knows about the machine. */
export interface HostFacts {
  readonly execPath: string
  readonly nodeVersion: string
  readonly platform: string
  /** Gets what functions write, beside their log. */
  readonly showOutput?: (text: string) => void
}

/** Starts the fresh Node process that is an execution environment; it leads a process group of its own. */
export function spawnEnvironment(facts: SpawnFacts): ChildProcess {
  const { options, prepared, folder, host } = facts
  const variables = makeVariables({
    options,
    handler: prepared.handler,
    taskRoot: folder.task,
    temporaryFolder: folder.temporary,
    runtimeApi: `127.0.0.1:${facts.apiPort}`,
    logStream: facts.logStream,
    nodeVersion: host.nodeVersion,
    platform: host.platform,
  })
  const { runtime } = prepared
  const args = [`--max-old-space-size=${options.memoryMb}`, runtime.entry]
  if (runtime.handlerAsArgument) args.push(prepared.handler)
  return spawn(host.execPath, args, {
    cwd: folder.task,
    env: runtime.own ? { ...variables, COLDSTART_ENVIRONMENT: facts.secret } : variables,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    windowsHide: true,
  })
}
