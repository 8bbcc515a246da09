import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { ColdstartError } from '../../core/errors.ts'
import type { CountedStart } from '../../core/why-report.ts'
import { type FunctionOptions, functionDefaults } from '../../engine/engine-options.ts'
import { nodeCommand, type SpawnFacts } from '../../engine/environment-process.ts'
import { SYSTEM_PATH } from '../../engine/environment-variables.ts'
import { folderOutsideTmp } from '../../engine/isolation.ts'
import { killTree } from '../../engine/kill-tree.ts'
import { preparePackage } from '../../engine/prepare-package.ts'
import { openRuntimeApi, type RuntimeApi } from '../../engine/runtime-api.ts'
import type { Workload } from '../../workload/workload.ts'

/** What makes V8 do the same work each time: garbage is else collected by the clock. */
const STEADY = ['--single-threaded', '--predictable-gc-schedule', '--hash-seed=1', '--random-seed=1']
/** Without the layout of memory that changes from start to start; setarch comes first. */
const COUNTING = ['-R', 'valgrind', '--tool=cachegrind', '--cache-sim=no', '--cachegrind-out-file=/dev/null']
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
}

/** Why instructions cannot be counted here; undefined where they can. */
export function whyNoInstructions(): string | undefined {
  const missing = ['valgrind', 'setarch'].filter(
    (name) => !SYSTEM_PATH.split(':').some((at) => existsSync(join(at, name))),
  )
  if (missing.length === 0) return undefined
  return `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not installed (Debian: apt-get install ${missing.map((name) => (name === 'setarch' ? 'util-linux' : name)).join(' ')})`
}

/**
 * Counts what a cold start does from exec to its first request for work: instructions, by valgrind's cachegrind where it
 * is installed; and of a plain process what Linux has counted: bytes read, read calls, minor page faults.
 * @throws ColdstartError `cannot-count` elsewhere than on Linux, and for a function that does not start
 */
export async function countStart(
  workload: Workload,
  { cwd, nodeVersion, repeat }: Counting,
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
    await startOnce(facts, false)
    const plain = await times(repeat, () => startOnce(facts, false))
    const refused = whyNoInstructions()
    const counted = refused === undefined ? await times(repeat, () => startOnce(facts, true)) : []
    return {
      n: repeat,
      node: nodeVersion,
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

interface OneCount {
  readonly instructions: number
  readonly bytesRead: number
  readonly readCalls: number
  readonly pageFaults: number
}

/** Starts the function's process, and ends it when it asks for work. */
async function startOnce(facts: Omit<SpawnFacts, 'api'>, isCounting: boolean): Promise<OneCount> {
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
  const timer = setTimeout(() => killTree(pid, 'SIGKILL'), LONGEST_MS)
  try {
    const lastWords = ended.then(() => said.trim().split('\n').at(-1) ?? 'its process ended')
    const reason = await Promise.race([untilFirstNext(api, facts), lastWords])
    if (reason !== undefined)
      throw new ColdstartError('cannot-count', { reason: `the function did not start: ${reason}` })
    await untilIdle(pid)
    const found = await readCounts(pid)
    // Not SIGKILL: the counter has something to say when it ends.
    killTree(pid, 'SIGTERM')
    await ended
    const [, refs] = /I\s+refs:\s+([\d,]+)/.exec(said) ?? []
    return { ...found, instructions: Number((refs ?? '0').replaceAll(',', '')) }
  } finally {
    clearTimeout(timer)
    if (child.exitCode === null && child.signalCode === null) killTree(pid, 'SIGKILL')
    await ended
    api.close()
  }
}

/** The function's process so that each start does the same work; under the counter where that is counted. */
function spawnSteady(facts: SpawnFacts, isCounting: boolean) {
  const { file, args, env } = nodeCommand(facts)
  const node = [...STEADY, ...args]
  const [program, words] = isCounting ? ['setarch', [...COUNTING, file, ...node]] : [file, node]
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

/** So often in a row it must have used no processor, so far apart. */
const IDLE_LOOKS = 6
const LOOK_EVERY_MS = 50

/**
 * Waits until a process has nothing to do: it goes on a little behind its first request for work, and ending it there
 * would count more or less of that.
 */
async function untilIdle(pid: number): Promise<void> {
  let before = ''
  for (let same = 0; same < IDLE_LOOKS; ) {
    const fields = await statOf(pid)
    const [state, user, system] = [fields[0], fields[11], fields[12]]
    if (state === undefined || state === '' || state === 'Z') return
    const now = `${state} ${user} ${system}`
    same = state === 'S' && now === before ? same + 1 : 0
    before = now
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

/** See proc(5): what was read by read calls, from wherever; faults that needed no disk. */
async function readCounts(pid: number): Promise<Omit<OneCount, 'instructions'>> {
  const io = await readFile(`/proc/${pid}/io`, 'latin1').catch(() => '')
  const stat = await statOf(pid)
  const field = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(io)?.[1] ?? 0)
  return { bytesRead: field('rchar'), readCalls: field('syscr'), pageFaults: Number(stat[7] ?? 0) }
}

/** What Linux says of a process behind its name, which may have blanks: the state is the first. */
async function statOf(pid: number): Promise<string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}
