import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { arch, platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { ColdstartError } from '../../core/errors.ts'
import type { CountedStart } from '../../core/why-report.ts'
import { type FunctionOptions, functionDefaults } from '../../engine/engine-options.ts'
import type { SpawnFacts } from '../../engine/environment-process.ts'
import { folderOutsideTmp } from '../../engine/isolation.ts'
import { killTree } from '../../engine/kill-tree.ts'
import { preparePackage } from '../../engine/prepare-package.ts'
import { openRuntimeApi } from '../../engine/runtime-api.ts'
import type { Workload } from '../../workload/workload.ts'
import { lastLine, readInstructions, whyNoInstructions } from './counter.ts'
import { type ProcessCounts, readCounts, untilIdle } from './process-counts.ts'
import { spawnSteady } from './steady-process.ts'

/** The contract's limits are off; this one ends what hangs. */
const LONGEST_MS = 600_000
/** Nothing in its environment may differ between two starts. */
const ALWAYS = '0'.repeat(24)

/** What a function is counted in. */
export interface Counting {
  /** Folder that optional runtimes are looked for in: the user's. */
  readonly cwd: string
  /** `v20.19.0`. */
  readonly nodeVersion: string
  /** How often each is counted. */
  readonly repeat: number
  /** Ends the counting, and what is counted. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Counts what a cold start does from exec to its first request for work: instructions, by valgrind's cachegrind where it
 * is installed; and of a plain process what Linux has counted: bytes read, read calls, minor page faults.
 * @throws ColdstartError `cannot-count` elsewhere than on Linux, and for a function that does not start
 */
export async function countStart(
  workload: Workload,
  { cwd, nodeVersion, repeat, signal }: Counting,
): Promise<CountedStart> {
  if (platform() !== 'linux')
    throw new ColdstartError('cannot-count', { reason: 'counts are read from /proc, which only Linux has' })
  const folder = await mkdtemp(join(await folderOutsideTmp(tmpdir(), platform()), 'coldstart-count-'))
  try {
    const facts = await prepareStarts(workload, cwd, nodeVersion, folder)
    // The first one brings files into memory; it is none of the counts.
    await startOnce(facts, false, signal)
    const plain = await times(repeat, () => startOnce(facts, false, signal))
    const refused = whyNoInstructions()
    const counted = refused === undefined ? await times(repeat, () => startOnce(facts, true, signal)) : []
    return {
      n: repeat,
      node: nodeVersion,
      arch: arch(),
      ...(refused === undefined
        ? { instructions: counted.map(({ instructions }) => instructions) }
        : { noInstructions: refused }),
      bytesRead: plain.map(({ bytesRead }) => bytesRead),
      readCalls: plain.map(({ readCalls }) => readCalls),
      pageFaults: plain.map(({ pageFaults }) => pageFaults),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What every start has in common: the package, copied into a folder. */
async function prepareStarts(
  workload: Workload,
  cwd: string,
  nodeVersion: string,
  folder: string,
): Promise<Omit<SpawnFacts, 'api'>> {
  const options: FunctionOptions = { ...functionDefaults, ...workload }
  const engine = { functions: [options], port: 0, resolveFrom: cwd, lambdaRuntime: 'own' } as const
  const [code, temporary] = [join(folder, 'code'), join(folder, 'tmp')]
  await mkdir(temporary)
  const prepared = await preparePackage(options, engine, code)
  return {
    options,
    prepared,
    folder: { root: folder, code, task: join(code, prepared.root), temporary },
    host: { execPath, nodeVersion: nodeVersion.replace('v', ''), platform: platform() },
    id: ALWAYS,
    secret: ALWAYS,
  }
}

async function times<One>(n: number, work: () => Promise<One>): Promise<One[]> {
  const all: One[] = []
  for (let done = 0; done < n; done++) all.push(await work())
  return all
}

interface OneCount extends ProcessCounts {
  readonly instructions: number
}

/** Starts the function's process, and ends it when it asks for work; a signal ends it before. */
async function startOnce(
  facts: Omit<SpawnFacts, 'api'>,
  isCounting: boolean,
  signal: AbortSignal | undefined,
): Promise<OneCount> {
  const api = await openRuntimeApi()
  try {
    signal?.throwIfAborted()
    return await countOnce({ ...facts, api }, isCounting, signal)
  } finally {
    api.close()
  }
}

async function countOnce(
  facts: SpawnFacts,
  isCounting: boolean,
  signal: AbortSignal | undefined,
): Promise<OneCount> {
  const { child, pid, ended } = spawnSteady(facts, isCounting)
  const end = () => killTree(pid, 'SIGKILL')
  const timer = setTimeout(end, LONGEST_MS)
  signal?.addEventListener('abort', end)
  try {
    const lastWords = ended.then((said) => lastLine(said) || 'its process ended')
    const reason = await Promise.race([untilFirstNext(facts), lastWords])
    signal?.throwIfAborted()
    if (reason !== undefined)
      throw new ColdstartError('cannot-count', { reason: `the function did not start: ${reason}` })
    await untilIdle(pid)
    const found = await readCounts(pid)
    // Not SIGKILL: the counter has something to say when it ends.
    killTree(pid, 'SIGTERM')
    const said = await ended
    signal?.throwIfAborted()
    return { ...found, instructions: isCounting ? readInstructions(said) : 0 }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
    if (child.exitCode === null && child.signalCode === null) end()
    await ended
  }
}

/** @returns undefined once the function asks for work, else why it cannot */
function untilFirstNext({
  api,
  prepared,
  secret,
}: Pick<SpawnFacts, 'api' | 'prepared' | 'secret'>): Promise<string | undefined> {
  return new Promise((resolve) => {
    api.serve(prepared.runtime.own ? secret : undefined, {
      next: () => resolve(undefined),
      response: () => {},
      error: () => {},
      initError: (type, body) => resolve(`${type}: ${body.toString().slice(0, 200)}`),
    })
  })
}
