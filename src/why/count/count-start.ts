import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { arch, platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { ColdstartError } from '../../core/errors.ts'
import type { CountedStart } from '../../core/why-report.ts'
import { type FunctionOptions, functionDefaults } from '../../engine/engine-options.ts'
import { nodeCommand, type SpawnFacts } from '../../engine/environment-process.ts'
import { folderOutsideTmp } from '../../engine/isolation.ts'
import { killTree } from '../../engine/kill-tree.ts'
import { preparePackage } from '../../engine/prepare-package.ts'
import { openRuntimeApi, type RuntimeApi } from '../../engine/runtime-api.ts'
import type { Workload } from '../../workload/workload.ts'
import { COUNTER, STEADY_LAYOUT, whyNoInstructions } from './counter.ts'
import { type ProcessCounts, readCounts, untilIdle } from './process-counts.ts'

/** What makes V8 do the same work each time: garbage is else collected by the clock. */
const STEADY = ['--single-threaded', '--predictable-gc-schedule', '--hash-seed=1', '--random-seed=1']
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
    const options: FunctionOptions = { ...functionDefaults, ...workload }
    const engine = { functions: [options], port: 0, resolveFrom: cwd, lambdaRuntime: 'own' } as const
    const [code, temporary] = [join(folder, 'code'), join(folder, 'tmp')]
    await mkdir(temporary)
    const prepared = await preparePackage(options, engine, code)
    const facts = {
      options,
      prepared,
      folder: { root: folder, code, task: join(code, prepared.root), temporary },
      host: { execPath, nodeVersion: nodeVersion.replace('v', ''), platform: platform() },
      id: ALWAYS,
      secret: ALWAYS,
    }
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
  signal?.throwIfAborted()
  const api = await openRuntimeApi()
  const child = spawnSteady({ ...facts, api }, isCounting)
  let said = ''
  child.on('error', () => {})
  child.stderr.on('data', (text) => {
    said += text
  })
  const { pid } = child
  if (pid === undefined)
    throw new ColdstartError('cannot-count', { reason: `${child.spawnfile} could not be started` })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const end = () => killTree(pid, 'SIGKILL')
  const timer = setTimeout(end, LONGEST_MS)
  signal?.addEventListener('abort', end)
  try {
    const lastWords = ended.then(() => said.trim().split('\n').at(-1) ?? 'its process ended')
    const reason = await Promise.race([untilFirstNext(api, facts), lastWords])
    signal?.throwIfAborted()
    if (reason !== undefined)
      throw new ColdstartError('cannot-count', { reason: `the function did not start: ${reason}` })
    await untilIdle(pid)
    const found = await readCounts(pid)
    // Not SIGKILL: the counter has something to say when it ends.
    killTree(pid, 'SIGTERM')
    await ended
    signal?.throwIfAborted()
    return { ...found, instructions: isCounting ? readInstructions(said) : 0 }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
    if (child.exitCode === null && child.signalCode === null) end()
    await ended
    api.close()
  }
}

/** What cachegrind says at its end. @throws ColdstartError `cannot-count` where it says no number */
function readInstructions(said: string): number {
  const [, refs] = /I\s+refs:\s+([\d,]+)/.exec(said) ?? []
  if (refs !== undefined) return Number(refs.replaceAll(',', ''))
  const words = said.trim().split('\n').at(-1) || 'nothing'
  throw new ColdstartError('cannot-count', {
    reason: `valgrind told no number of instructions, but ${words}`,
  })
}

/** The function's process so that each start does the same work; under the counter where that is counted. */
function spawnSteady(facts: SpawnFacts, isCounting: boolean) {
  const { file, args, env } = nodeCommand(facts)
  const node = [...STEADY, ...args]
  const [program, words] = isCounting
    ? [STEADY_LAYOUT[0], [...STEADY_LAYOUT.slice(1), ...COUNTER, file, ...node]]
    : [file, node]
  return spawn(program, words, {
    cwd: facts.folder.task,
    env: { ...env, UV_THREADPOOL_SIZE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
}

/** @returns undefined once the function asks for work, else why it cannot */
function untilFirstNext(
  api: RuntimeApi,
  { prepared, secret }: Pick<SpawnFacts, 'prepared' | 'secret'>,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    api.serve(prepared.runtime.own ? secret : undefined, {
      next: () => resolve(undefined),
      response: () => {},
      error: () => {},
      initError: (type, body) => resolve(`${type}: ${body.toString().slice(0, 200)}`),
    })
  })
}
