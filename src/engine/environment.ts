import { Deadline } from './deadline.ts'
import { EnvironmentLog } from './environment-log.ts'
import type { EnvironmentParts } from './environment-process.ts'
import { EnvironmentMachine, type EnvironmentState } from './environment-state.ts'
import { describeFailure } from './failure-words.ts'
import { type Answer, afterReply, Flight } from './flight.ts'
import { describeEnd, describeTimeout } from './function-errors.ts'
import type { Ending, FunctionEvent, FunctionFailure } from './function-event.ts'
import { InstanceRecord } from './instance-record.ts'
import type { AskHeaders, BegunAnswer, HeldAsk } from './runtime-api.ts'
import type { EnvironmentProcess, ProcessEnd } from './started-process.ts'
import { passOver } from './whole-body.ts'

const KILL_GRACE_MS = 500

/** One execution environment: a real process that asks for work over the Runtime API and serves one invocation at a time. */
export class Environment {
  /** Held for a request that has arrived, whether or not its body has. */
  leased = false
  readonly process: EnvironmentProcess
  readonly #parts: EnvironmentParts
  readonly #onIdle: () => void
  readonly #machine: EnvironmentMachine
  readonly #log = new EnvironmentLog()
  readonly #record: InstanceRecord
  /** Its request for work, held until there is some. */
  #ask: HeldAsk | undefined
  #flight: Flight | undefined
  readonly #deadline = new Deadline(() => this.#timeOut())

  /** Starts the process. `onIdle` is called whenever it asks for work and there is none. */
  constructor(parts: EnvironmentParts, onIdle: () => void) {
    this.#parts = parts
    this.#onIdle = onIdle
    this.#machine = new EnvironmentMachine(parts.watch)
    const { api, prepared, host, options, secret } = parts
    this.#log.initStart(prepared.runtime.language?.replace(' ', ':') ?? `nodejs:${host.nodeVersion}`)
    api.serve(prepared.runtime.own ? secret : undefined, {
      ...(prepared.runtime.own && parts.onLoad && { connected: parts.onLoad }),
      next: (ask, headers) => this.#takeAsk(ask, headers),
      response: (requestId, answer) => this.#takeResponse(requestId, answer),
      error: (requestId, errorType, body) => this.#takeError(requestId, errorType, body),
      initError: (errorType, body) => this.#takeInitError(errorType, body),
    })
    parts.cpu?.begin(parts.initWithInvoke === true)
    this.process = parts.start((text) => {
      this.#log.append(text)
      host.showOutput?.(text)
    })
    this.#record = new InstanceRecord(parts, this.process)
    this.#deadline.set(parts.initWithInvoke ? options.timeoutMs : options.initTimeoutMs)
    void this.process.ended.then((end) => this.#takeEnd(end))
  }

  get state(): EnvironmentState {
    return this.#machine.state
  }

  /** False once it can be given no more work. */
  get usable(): boolean {
    return this.state !== 'ending' && this.state !== 'ended'
  }

  get idle(): boolean {
    return this.state === 'idle' && !this.leased
  }

  /** Hands it an event, now or as soon as it asks. */
  invoke(event: FunctionEvent): Promise<Answer> {
    return new Promise((resolve) => {
      this.#flight = new Flight(event, this.#parts.host.atWork?.begin(), resolve)
      if (this.usable) this.#proceed()
      else this.#refuse(this.#flight)
    })
  }

  /** Ends it: no more work, SIGTERM, SIGKILL after a grace period (at once with `graceMs` 0). */
  stop(graceMs = KILL_GRACE_MS): void {
    this.#machine.take('stop')
    this.#parts.cpu?.letGo()
    this.process.stop(graceMs)
  }

  #takeAsk(ask: HeldAsk, headers: AskHeaders): void {
    this.#parts.cpu?.markReady()
    this.#record.markReady(headers)
    this.#ask = ask
    ask.onGone(() => {
      if (this.#ask === ask) this.#machine.take('stop')
    })
    // It asks twice, or without having answered: nothing that it says after that could be trusted.
    if (!this.#machine.take('ask')) this.stop()
    if (this.state === 'idle') this.#deadline.callOff()
    this.#proceed()
  }

  /** Work and an environment that asks for it: bring them together. */
  #proceed(): void {
    if (this.state !== 'idle' || this.#ask === undefined) return
    if (this.#flight) this.#deliver(this.#flight, this.#ask)
    else this.#onIdle()
  }

  #deliver(flight: Flight, ask: HeldAsk): void {
    const timeoutMs = this.#record.leftMs()
    this.#machine.take('deliver')
    this.#ask = undefined
    this.#record.countInvocation()
    this.#log.start(flight.event.requestId)
    this.#deadline.set(timeoutMs)
    flight.markDelivered()
    ask.deliver(flight.event, timeoutMs)
  }

  #takeResponse(requestId: string, { reply, reply: { body }, ending }: BegunAnswer): void {
    const flight = this.#awaiting(requestId)
    if (!flight) return void passOver(body)
    this.#machine.take('answer')
    const conclude = () => this.#conclude(flight, ending())
    const logTail = Buffer.isBuffer(body)
      ? conclude()
      : new Promise<string>((resolve) => body.once('close', () => resolve(conclude())))
    flight.answer({ ...reply, instance: this.#record.report(flight), logTail })
  }

  #takeError(requestId: string, errorType: string, body: Buffer): void {
    const flight = this.#awaiting(requestId)
    // Where it was a process of its own that wanted too much, it ends with that, as on the platforms.
    if (this.#parts.cpu?.ranOutOfMemory()) this.stop(0)
    else if (flight) this.#fail(flight, 'error', errorType, body.toString())
  }

  #takeInitError(errorType: string, body: Buffer): void {
    this.#machine.take('stop')
    if (this.#flight?.answered === false) this.#fail(this.#flight, 'error', errorType, body.toString())
  }

  #timeOut(): void {
    const flight = this.#flight
    this.stop(0)
    if (!flight || flight.answered) return
    const error = describeTimeout(flight.event.requestId, this.#parts.options.timeoutMs)
    if (this.#record.ready || this.#parts.initWithInvoke)
      this.#fail(flight, 'timeout', error.errorType, JSON.stringify(error))
    else this.#refuse(flight, 'init timed out')
  }

  #takeEnd(end: ProcessEnd): void {
    this.#machine.take('exit')
    this.#deadline.close()
    this.#parts.api.close()
    const flight = this.#flight
    if (!flight || flight.answered) return
    if (!flight.delivered && this.#record.ready) this.#refuse(flight)
    else {
      const error = describeEnd(flight.event.requestId, end, this.#parts.cpu?.ranOutOfMemory())
      this.#fail(flight, 'crash', error.errorType, JSON.stringify(error))
    }
  }

  #refuse(flight: Flight, why: 'undelivered' | 'init timed out' = 'undelivered'): void {
    this.#flight = undefined
    flight.answer(why)
  }

  /** The flight that this answer belongs to, unless it has been answered already. */
  #awaiting(requestId: string): Flight | undefined {
    const flight = this.#flight
    return flight?.event.requestId === requestId && flight.delivered && !flight.answered ? flight : undefined
  }

  #fail(flight: Flight, kind: FunctionFailure['kind'], errorType: string, errorJson: string): void {
    this.#machine.take('answer')
    const status = kind === 'timeout' ? 'timeout' : 'error'
    if (!this.#record.ready) this.#log.initFailed(this.#record.ageMs(), status, errorType)
    const logTail = this.#conclude(flight, { status, errorType })
    const words = describeFailure(errorJson, this.#log.text, this.#parts)
    flight.answer({ kind, errorType, errorJson, words, instance: this.#record.report(flight), logTail })
  }

  /** The invocation is over. Output written before the answer is readable by the end of this loop turn, for who wants it. */
  #conclude(flight: Flight, ending: Ending): Promise<string> {
    this.#deadline.callOff()
    const durationMs = this.#record.durationMs(flight)
    const { wantsLog, requestId } = flight.event
    const finish = () => {
      if (wantsLog) this.#log.end({ ...this.#record.figures(), ...ending, requestId, durationMs })
      this.#flight = undefined
      this.leased = false
      this.#machine.take('conclude')
      // It has answered and may still be busy: after a while without asking for work it is given up.
      if (this.state === 'finishing') this.#deadline.set(this.#parts.options.timeoutMs)
      const logTail = wantsLog ? this.#log.tail() : ''
      this.#log.turnPage()
      this.#proceed()
      return logTail
    }
    return new Promise((resolve) => (wantsLog ? setImmediate : afterReply)(() => resolve(finish())))
  }
}
