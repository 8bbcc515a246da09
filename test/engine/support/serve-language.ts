import { join } from 'node:path'
import { env } from 'node:process'
import { onTestFinished } from 'vitest'
import { type EngineOptions, functionDefaults } from '../../../src/engine/engine-options.ts'
import { openOwnFunction } from '../../../src/workload/own-function.ts'
import { has } from './has-program.ts'
import { type Invoked, startTestEngine } from './test-engine.ts'

/** Runtimes and clients that are too heavy for every clone. */
export const oracle = join(import.meta.dirname, '../../oracles/languages')
/** The sample functions. */
export const fixtures = join(import.meta.dirname, '../../../fixtures')
export const hasPython = has('python3', '--version')
export const hasGo = has('go', 'version')
export const ADA = { name: 'Ada', nonce: 'n' }
export const GREETING = { message: 'Hello, Ada!', nonce: 'n' }
/** What the function reported of its instance. */
export const reportOf = ({ headers }: Invoked) => JSON.parse(headers['x-coldstart-instance'] ?? '{}')

interface Served {
  readonly exportName?: string
  readonly runtime?: string
}

/** Serves a function of the user's on an engine of its own. */
export async function serve(
  path: string,
  cwd: string,
  { exportName, runtime }: Served = {},
  engineOptions: Partial<EngineOptions> = {},
) {
  const workload = await openOwnFunction({ path, contract: 'lambda', cwd, ...(exportName && { exportName }) })
  const own = {
    ...functionDefaults,
    idleTtlMs: 60_000,
    timeoutMs: 60_000,
    initTimeoutMs: 60_000,
    ...workload,
  }
  const functions = [{ ...own, ...(runtime && { runtime }) }]
  const resolveFrom = oracle
  const engine = await startTestEngine(functions, {
    searchPath: env.PATH ?? '',
    resolveFrom,
    ...engineOptions,
  })
  onTestFinished(() => engine.stop())
  return { engine, served: engine.functions[0] }
}

export const skipped = (has: boolean, what: string) => (has ? '' : ` (skipped: ${what} is not installed)`)
