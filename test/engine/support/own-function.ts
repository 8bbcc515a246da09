import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, onTestFinished } from 'vitest'
import {
  type FunctionOptions,
  functionDefaults,
  type ServedFunction,
} from '../../../src/engine/engine-options.ts'
import type { Engine } from '../../../src/engine/start-engine.ts'
import type { Contract } from '../../../src/workload/contract.ts'
import { openOwnFunction } from '../../../src/workload/own-function.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { startTestEngine } from './test-engine.ts'

/** Writes a project, path → text, and returns its folder: one that is gone after the test, unless it is given. */
export function writeProject(files: Readonly<Record<string, string>>, folder = temporaryFolder()): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/**
 * Serves one function of a project until the test is over.
 * @param path of the function's file
 */
export async function serveOwn(
  contract: Contract,
  files: Readonly<Record<string, string>>,
  path: string,
  changes: Partial<FunctionOptions> & { readonly resolveFrom?: string } = {},
) {
  const folder = writeProject(files)
  const workload = await openOwnFunction({ path, contract, cwd: folder })
  const { resolveFrom = folder, ...options } = changes
  const functions = [{ ...functionDefaults, idleTtlMs: 60_000, ...workload, ...options }]
  const engine = await startTestEngine(functions, { resolveFrom })
  onTestFinished(() => engine.stop())
  const [served] = engine.functions
  if (!served) throw new Error('no function is served')
  return { ...served, engine, folder, workload }
}

/** One of several functions that share an engine. */
export interface OwnFunction {
  readonly contract: Contract
  readonly files: Readonly<Record<string, string>>
  /** Of the function's file. */
  readonly path: string
}

/**
 * Serves functions by one engine while the tests of a file run: an engine for each takes longer than its test.
 * @returns gives each by its key, with the name that its path gives it and the engine they share
 */
export function serveTogether<Key extends string>(functions: Readonly<Record<Key, OwnFunction>>) {
  const served = new Map<string, ServedFunction & { readonly ownName: string; readonly engine: Engine }>()
  beforeAll(async () => {
    const root = mkdtempSync(join(tmpdir(), 'coldstart-test-'))
    const opened = await Promise.all(
      Object.entries<OwnFunction>(functions).map(async ([key, { contract, files, path }]) => {
        const workload = await openOwnFunction({ path, contract, cwd: writeProject(files, join(root, key)) })
        return { key, ownName: workload.name, options: { ...functionDefaults, ...workload, name: key } }
      }),
    )
    const engine = await startTestEngine(opened.map(({ options }) => ({ ...options, idleTtlMs: 60_000 })))
    for (const { key, ownName } of opened) {
      const one = engine.functions.find(({ name }) => name === key)
      if (one) served.set(key, { ...one, ownName, engine })
    }
    return async () => {
      await engine.stop()
      rmSync(root, { recursive: true, force: true })
    }
  })
  return (key: Key) => {
    const one = served.get(key)
    if (!one) throw new Error(`${key} is not served`)
    return one
  }
}
