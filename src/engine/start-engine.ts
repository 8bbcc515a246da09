import { type ChildProcess, fork } from 'node:child_process'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import type { Readable } from 'node:stream'
import { builtEntry } from '../core/built-entry.ts'
import { ColdstartError } from '../core/errors.ts'
import type { EngineAnswer, EngineCommand } from './engine-messages.ts'
import type { EngineAddress, EngineOptions, ServedFunction } from './engine-options.ts'

/** A local engine in a process of its own. It ends when `stop` is called and when this process ends, however. */
export interface Engine extends EngineAddress {
  /** Makes the next request of each function a cold start. */
  evict(): Promise<void>
  /**
   * Keeps a function's environments from being ended between the requests of one series, as far as a busy machine
   * may stretch it; the time to live counts from the last request all the same.
   * @returns what to call when the series is over
   */
  hold(served: Pick<ServedFunction, 'contract' | 'name'>): Promise<() => Promise<void>>
  /** Ends the engine and every environment. Stopping twice is fine. */
  stop(): Promise<void>
  /** Resolves when the engine's process has ended, whoever ended it. */
  readonly ended: Promise<void>
}

/** `fork` hands it to `spawn`, though its types do not say so; a detached process has a console window otherwise. */
export const WITHOUT_WINDOW = { windowsHide: true }

/**
 * Starts the engine and waits until its functions can be invoked. Nothing is measured in this process's event
 * loop but what it measures itself.
 * @param onOutput gets what the engine shows (see `EngineOptions.output`), line by line; on stderr unless given
 * @throws ColdstartError `engine-failed`, and those of `runEngine`
 */
export const startEngine: StartEngine = (options, onOutput) => startIn(forkEngine(onOutput), options)

/** As `startEngine`: what may be done in its place. */
export type StartEngine = (options: EngineOptions, onOutput?: (line: string) => void) => Promise<Engine>

/** An engine's process that was started before it was certain that there is something for it to serve. */
export interface EngineAhead {
  /** As `startEngine`, the first time in the process that is there. */
  readonly startEngine: StartEngine
  /** Ends the process, where nobody had something to serve. Resolves when it has ended. */
  discard(): Promise<void>
}

/** Starts an engine's process, which makes everything ready but what depends on its functions. */
export function startEngineAhead(): EngineAhead {
  let spare: ChildProcess | undefined = forkEngine()
  spare.on('error', () => {})
  letGo(spare)
  const ended = new Promise<void>((resolve) => spare?.once('exit', () => resolve()))
  const take = () => {
    const taken = spare?.connected ? spare : undefined
    spare = undefined
    return taken
  }
  return {
    startEngine: (options, onOutput) =>
      startIn((onOutput ? undefined : take()) ?? forkEngine(onOutput), options),
    async discard() {
      const unused = take()
      unused?.disconnect()
      if (unused) await ended
    },
  }
}

async function startIn(child: ChildProcess, options: EngineOptions): Promise<Engine> {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const started = await ask(child, { type: 'start', options }).catch((error: unknown) => {
    child.disconnect()
    throw error
  })
  if (started.type !== 'started')
    throw new ColdstartError('engine-failed', { reason: `it answered ${started.type}` })
  let alive = true
  const tell = oneAfterAnother((command) => ask(child, command))
  void ended.then(() => {
    alive = false
  })
  return {
    ...started.address,
    ended,
    evict: async () => void (await tell({ type: 'evict' })),
    hold: async ({ contract, name }) => {
      await tell({ type: 'hold', contract, name })
      return async () => void (await tell({ type: 'release', contract, name }))
    },
    stop: async () => {
      if (alive && child.connected) await tell({ type: 'stop' }).catch(() => {})
      child.ref()
      await ended
      child.unref()
    },
  }
}

function forkEngine(onOutput?: (line: string) => void): ChildProcess {
  const child = fork(builtEntry('engine/engine-process.js'), {
    stdio: ['ignore', 'ignore', onOutput ? 'pipe' : 'inherit', 'ipc'],
    execArgv: [],
    // One arena of glibc's for all threads: with one each, memory that many environments took in turns never comes back.
    env: { TMPDIR: tmpdir(), TEMP: tmpdir(), MALLOC_ARENA_MAX: '1' },
    detached: true,
    ...WITHOUT_WINDOW,
  })
  if (onOutput && child.stderr) readLines(child.stderr, onOutput)
  return child
}

/** One command after the other: an answer does not say which it belongs to. */
function oneAfterAnother(
  send: (command: EngineCommand) => Promise<EngineAnswer>,
): (command: EngineCommand) => Promise<EngineAnswer> {
  let last: Promise<unknown> = Promise.resolve()
  return (command) => {
    const told = last.then(() => send(command))
    last = told.catch(() => {})
    return told
  }
}

/** One command, one answer. The child keeps this process alive only while an answer is due. */
function ask(child: ChildProcess, command: EngineCommand): Promise<EngineAnswer> {
  child.ref()
  child.channel?.ref()
  return new Promise<EngineAnswer>((resolve, reject) => {
    const fail = (reason: string) => reject(new ColdstartError('engine-failed', { reason }))
    const onExit = (code: number | null) => fail(`its process ended with code ${code}`)
    child.once('exit', onExit)
    const onError = (error: Error) => fail(error.message)
    child.once('error', onError)
    child.once('message', (answer: EngineAnswer) => {
      child.off('exit', onExit).off('error', onError)
      if (answer.type === 'refused') reject(new ColdstartError(answer.code, answer.details))
      else if (answer.type === 'failed') fail(answer.reason)
      else resolve(answer)
    })
    child.send(command)
  }).finally(() => letGo(child))
}

/** It keeps this process alive no more. */
function letGo(child: ChildProcess): void {
  child.channel?.unref()
  child.unref()
}

/** Never keeps this process alive. */
function readLines(output: Readable, onLine: (line: string) => void): void {
  if ('unref' in output) (output as Socket).unref()
  let rest = ''
  output.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
}
