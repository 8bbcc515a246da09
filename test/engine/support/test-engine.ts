import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  type EngineOptions,
  type FunctionOptions,
  functionDefaults,
} from '../../../src/engine/engine-options.ts'
import { type Engine, startEngine } from '../../../src/engine/start-engine.ts'
import { PATIENCE_OF_ONE_WAIT_MS } from '../../support/patience.ts'

const folder = fileURLToPath(new URL('../functions', import.meta.url))

/** A function of test/engine/functions; by default under Lambda's contract, and alive for a minute. */
export function testFunction(entry: string, changes: Partial<FunctionOptions> = {}): FunctionOptions {
  return {
    ...functionDefaults,
    idleTtlMs: 60_000,
    name: entry.replace(/\.[cm]?js$/, ''),
    contract: 'lambda',
    root: folder,
    include: [entry],
    entry,
    exportName: 'handler',
    variables: {},
    request: {},
    ...changes,
  }
}

/** An engine with our own Runtime API client, whatever is installed on this machine. */
export function startTestEngine(
  functions: readonly FunctionOptions[],
  changes: Partial<EngineOptions> = {},
): Promise<Engine> {
  return startEngine({ functions, port: 0, resolveFrom: folder, lambdaRuntime: 'own', ...changes })
}

export interface Invoked {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  readonly json: unknown
  readonly log: string
}

/** Invokes a Lambda function by name, with the log's tail. */
export async function invoke(
  engine: Engine,
  name: string,
  payload: unknown,
  headers: Record<string, string> = {},
): Promise<Invoked> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const url = `${engine.url}/2015-03-31/functions/${name}/invocations`
  return readAll(
    await fetch(url, { method: 'POST', headers: { 'x-amz-log-type': 'Tail', ...headers }, body }),
  )
}

/** Reads a whole reply. */
export async function readAll(response: Response): Promise<Invoked> {
  const text = await response.text()
  const headers = Object.fromEntries(response.headers)
  const log = Buffer.from(headers['x-amz-log-result'] ?? '', 'base64').toString()
  return { status: response.status, headers, text, json: parse(text), log }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** True while a process runs; one that has ended and that nobody has reaped yet (a container's pid 1) does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}

/** Waits for something that other processes bring about. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  const end = performance.now() + PATIENCE_OF_ONE_WAIT_MS
  while (!holds()) {
    if (performance.now() > end) throw new Error(`never: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Direct children of a process, where the system lists them (Linux). */
export function childrenOf(pid: number): number[] {
  try {
    const list = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1')
    return list.trim().split(/\s+/).filter(Boolean).map(Number)
  } catch {
    return []
  }
}
