import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type FunctionOptions, functionDefaults } from '../../../src/engine/engine-options.ts'
import type { Contract } from '../../../src/workload/contract.ts'
import { openOwnFunction } from '../../../src/workload/own-function.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { startTestEngine } from './test-engine.ts'

/** Writes a project, path → text, and returns its folder. */
export function writeProject(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder()
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
