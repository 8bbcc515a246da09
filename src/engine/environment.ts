import type { IncomingMessage, ServerResponse } from 'node:http'
import { randomName } from '../core/ids.ts'
import type { InstanceReport } from '../core/sample.ts'
import type { FunctionOptions } from './engine-options.ts'
import type { EnvironmentFolder } from './environment-folder.ts'
import { EnvironmentLog } from './environment-log.ts'
import { type EnvironmentProcess, type ProcessEnd, startProcess } from './environment-process.ts'
import { type Ending, Flight } from './flight.ts'
import { describeEnd, describeTimeout } from './function-errors.ts'
import type { FunctionFailure, Invocation, Outcome } from './invocation.ts'
import type { PreparedPackage } from './prepare-package.ts'
import type { RuntimeApi } from './runtime-api.ts'
import { readEnding, readReply, readStamps, writeInvocation } from './runtime-messages.ts'
import type { HostFacts } from './spawn-environment.ts'

export interface EnvironmentParts {
  readonly options: FunctionOptions
  readonly prepared: PreparedPackage
  readonly folder: EnvironmentFolder
  readonly api: RuntimeApi
  readonly host: HostFacts
}

const KILL_GRACE_MS = 500

/**
 * One execution environment: a real process that asks for work over the Runtime API and serves one invocation
 * at a time.
 */
export class Environment {
  /** Held for a request that has arrived, whether or not its body has. */
  leased = false
  readonly process: EnvironmentProcess
  readonly #parts: EnvironmentParts
  readonly #onIdle: () => void
  readonly #log = new EnvironmentLog()
  readonly #id = `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomName(24)}`
  readonly #initTimer: NodeJS.Timeout
  #next: ServerResponse | undefined
  #flight: Flight | undefined
  #timer: NodeJS.Timeout | undefined
  #stamps: { bootMs?: number; loadMs?: number } = {}
  #initMs: number | undefined
  #delivered = 0
  #ending = false

  /** Starts the process. `onIdle` is called whenever it asks for work and there is none. */
  constructor(parts: EnvironmentParts, onIdle: () => void) {
    this.#parts = parts
    this.#onIdle = onIdle
    this.#log.initStart(parts.host.nodeVersion)
    const secret = randomName(24)
    parts.api.serve(parts.prepared.runtime.own ? secret : undefined, {
      next: (reply, headers) => this.#takeNext(reply, headers),
      response: (requestId, request) => this.#takeResponse(requestId, request),
      error: (requestId, errorType, body) => this.#takeError(requestId, errorType, body),
      initError: (errorType, body) => this.#takeInitError(errorType, body),
    })
    const facts = { ...parts, apiPort: parts.api.port, secret, logStream: this.#id }
    this.process = startProcess(facts, (text) => {
      this.#log.append(text)
      parts.host.showOutput?.(text)
    })
    this.#initTimer = setTimeout(() => this.#timeOut(), parts.options.initTimeoutMs)
    void this.process.ended.then((end) => this.#takeEnd(end))
  }

  /** False once it can be given no more work. */
  get usable(): boolean {
    return !this.#ending
  }

  get idle(): boolean {
    return this.#next !== undefined && !this.leased && !this.#ending
  }

  /** Hands it an event, now or as soon as it asks; `undelivered` if it ended before it took one. */
  invoke(invocation: Invocation): Promise<Outcome | 'undelivered'> {
    return new Promise((resolve) => {
      this.#flight = new Flight(invocation, resolve)
      if (this.#ending) this.#refuse(this.#flight)
      else this.#proceed()
    })
  }

  /** Ends it: no more work, SIGTERM, SIGKILL after a grace period (at once with `graceMs` 0). */
  stop(graceMs = KILL_GRACE_MS): void {
    this.#ending = true
    this.process.stop(graceMs)
  }

  #takeNext(reply: ServerResponse, headers: IncomingMessage['headers']): void {
    if (this.#initMs === undefined) this.#takeInit(headers)
    if (!this.#flight?.delivered) clearTimeout(this.#timer)
    this.#next = reply
    reply.once('close', () => {
      if (this.#next === reply) this.#ending = true
    })
    this.#proceed()
  }

  #takeInit(headers: IncomingMessage['headers']): void {
    clearTimeout(this.#initTimer)
    this.#initMs = performance.now() - this.process.startedMs
    this.#stamps = readStamps(headers)
  }

  /** Work and an environment that asks for it: bring them together. */
  #proceed(): void {
    if (this.#next === undefined || this.#flight?.delivered) return
    if (this.#flight) this.#deliver(this.#flight, this.#next)
    else this.#onIdle()
  }

  #deliver(flight: Flight, reply: ServerResponse): void {
    const { timeoutMs } = this.#parts.options
    this.#next = undefined
    this.#delivered += 1
    this.#log.start(flight.invocation.requestId)
    this.#timer = setTimeout(() => this.#timeOut(), timeoutMs)
    flight.markDelivered()
    writeInvocation(reply, flight.invocation, timeoutMs)
  }

  #takeResponse(requestId: string, request: IncomingMessage): void {
    const flight = this.#answer(requestId)
    if (!flight) return void request.resume()
    const logTail = new Promise<string>((resolve) => {
      request.once('close', () => this.#conclude(flight, readEnding(request), resolve))
    })
    flight.resolve({ ...readReply(request), instance: this.#describe(flight), logTail })
  }

  #takeError(requestId: string, errorType: string, body: Buffer): void {
    const flight = this.#answer(requestId)
    if (flight) this.#fail(flight, 'error', errorType, body.toString())
  }

  #takeInitError(errorType: string, body: Buffer): void {
    this.#ending = true
    const flight = this.#flight
    if (!flight || flight.answered) return
    this.#log.initFailed(this.#elapsedMs(), 'error', errorType)
    this.#fail(flight, 'error', errorType, body.toString())
  }

  #timeOut(): void {
    const flight = this.#flight
    if (this.#initMs === undefined) this.#log.initFailed(this.#elapsedMs(), 'timeout', '')
    this.stop(0)
    if (!flight || flight.answered) return
    const { timeoutMs, initTimeoutMs } = this.#parts.options
    const limitMs = this.#initMs === undefined ? initTimeoutMs : timeoutMs
    const error = describeTimeout(flight.invocation.requestId, limitMs)
    this.#fail(flight, 'timeout', error.errorType, JSON.stringify(error))
  }

  #takeEnd(end: ProcessEnd): void {
    this.#ending = true
    clearTimeout(this.#initTimer)
    clearTimeout(this.#timer)
    this.#parts.api.close()
    const flight = this.#flight
    if (!flight || flight.answered) return
    if (!flight.delivered && this.#initMs !== undefined) this.#refuse(flight)
    else this.#crash(flight, end)
  }

  #crash(flight: Flight, end: ProcessEnd): void {
    const error = describeEnd(flight.invocation.requestId, end)
    if (this.#initMs === undefined) this.#log.initFailed(this.#elapsedMs(), 'error', error.errorType)
    this.#fail(flight, 'crash', error.errorType, JSON.stringify(error))
  }

  #refuse(flight: Flight): void {
    this.#flight = undefined
    flight.resolve('undelivered')
  }

  /** The flight that this answer belongs to, unless it has been answered already. */
  #answer(requestId: string): Flight | undefined {
    const flight = this.#flight
    if (flight?.invocation.requestId !== requestId || flight.answered) return undefined
    flight.answered = true
    return flight
  }

  #fail(flight: Flight, kind: FunctionFailure['kind'], errorType: string, errorJson: string): void {
    flight.answered = true
    const status = kind === 'timeout' ? 'timeout' : 'error'
    const logTail = new Promise<string>((resolve) => this.#conclude(flight, { status, errorType }, resolve))
    flight.resolve({ kind, errorType, errorJson, instance: this.#describe(flight), logTail })
  }

  /** The invocation is over. Output written before the answer is readable by the end of this loop turn. */
  #conclude(flight: Flight, outcome: Ending, resolve: (logTail: string) => void): void {
    clearTimeout(this.#timer)
    const durationMs = flight.elapsedMs()
    setImmediate(() => {
      if (flight.invocation.wantsLog) this.#writeReport(flight, durationMs, outcome)
      this.#flight = undefined
      this.leased = false
      // It has answered and may still be busy: after a while without asking for work it is given up.
      if (!this.#next && !this.#ending)
        this.#timer = setTimeout(() => this.#timeOut(), this.#parts.options.timeoutMs)
      resolve(this.#log.takeTail())
      this.#proceed()
    })
  }

  #writeReport(flight: Flight, durationMs: number, { status, errorType }: Ending): void {
    this.#log.end({
      requestId: flight.invocation.requestId,
      durationMs,
      memoryMb: this.#parts.options.memoryMb,
      maxMemoryMb: this.process.peakMemoryMb(),
      initMs: this.#delivered <= 1 ? this.#initMs : undefined,
      status,
      errorType,
    })
  }

  #elapsedMs(): number {
    return performance.now() - this.process.startedMs
  }

  /** The instance report that is taken from outside the function. */
  #describe(flight: Flight): InstanceReport {
    const { options, host } = this.#parts
    return {
      id: this.#id,
      invocation: Math.max(1, this.#delivered),
      startedAt: this.process.startedAt,
      ageMs: this.#elapsedMs(),
      ...this.#stamps,
      ...(flight.delivered && { handlerMs: flight.elapsedMs() }),
      memoryMb: options.memoryMb,
      region: 'local',
      runtime: `node ${host.nodeVersion}`,
      reportedBy: 'engine',
    }
  }
}
