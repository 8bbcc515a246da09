import { spawn } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath, platform, version } from 'node:process'
import { builtEntry } from '../core/built-entry.ts'
import type { WorkloadDescription } from '../workload/workload-description.ts'
import { functionDefaults } from './engine-options.ts'
import { removeFolder } from './environment-folder.ts'
import { makeVariables } from './environment-variables.ts'
import { killTree } from './kill-tree.ts'
import { preparePackage } from './prepare-package.ts'
import type { PreparedPackage } from './prepared-package.ts'

/**
 * Loads a Lambda function here, as an environment does, and looks whether its handler has the mark by which Lambda
 * knows that it streams. Nothing is invoked.
 * @returns undefined where it cannot be loaded here, or takes longer than an initialisation may
 * @throws ColdstartError `no-function` when a file of its package is missing
 */
export async function asksToStream(workload: WorkloadDescription): Promise<boolean | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'coldstart-streaming-'))
  try {
    const options = { ...functionDefaults, ...workload }
    const engine = { functions: [], port: 0, resolveFrom: workload.root, lambdaRuntime: 'own' as const }
    const prepared = await preparePackage(options, engine, join(folder, 'task'))
    return await loadAndLook(prepared, variablesOf(options, prepared, folder))
  } finally {
    await removeFolder(folder)
  }
}

function variablesOf(
  options: Parameters<typeof makeVariables>[0]['options'],
  { handler, entry, folder, root }: PreparedPackage,
  temporaryFolder: string,
): Record<string, string> {
  const taskRoot = join(folder, root)
  const variables = makeVariables({
    options,
    handler,
    taskRoot,
    temporaryFolder,
    runtimeApi: '127.0.0.1:9',
    logStream: 'streaming',
    nodeVersion: version.slice(1),
    platform,
  })
  return { ...variables, ...(entry && { COLDSTART_ENTRY: entry }) }
}

function loadAndLook(
  { folder, root }: PreparedPackage,
  env: Readonly<Record<string, string>>,
): Promise<boolean | undefined> {
  const child = spawn(execPath, [builtEntry('engine/runtime/tell-streaming.js')], {
    cwd: join(folder, root),
    env,
    detached: platform !== 'win32',
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
    windowsHide: true,
  })
  const stop = () => child.pid !== undefined && killTree(child.pid, 'SIGKILL')
  const timer = setTimeout(stop, functionDefaults.initTimeoutMs)
  return new Promise<boolean | undefined>((resolve) => {
    child.stdio[3]?.once('data', (said: Buffer) => resolve(said.toString() === '1'))
    child.once('error', () => resolve(undefined))
    child.once('close', () => resolve(undefined))
  }).finally(() => {
    clearTimeout(timer)
    if (child.exitCode === null && child.signalCode === null) stop()
  })
}
