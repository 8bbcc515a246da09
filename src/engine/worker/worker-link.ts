import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { LOAD_HEADER, THROWN_HEADER } from '../../core/report-headers.ts'
import type { FunctionEvent } from '../function-event.ts'
import type { HeldAsk, RuntimeApi, RuntimeApiEvents } from '../runtime-api.ts'
import type { EnvironmentProcess, StartProcess } from '../started-process.ts'
import { wholeBody } from '../whole-body.ts'
import type { WorkerPlaces } from './worker-places.ts'
import { readWorkerRequest } from './worker-request.ts'
import { portSaidOn } from './workerd-port.ts'

/** A process that is gone is seen by its end, which has more to say, soon after its connection breaks. */
const LAST_WORDS_MS = 100

/**
 * Asks for work in place of a Worker, which cannot do so itself: workerd says on its control descriptor where it
 * listens, and from then on each event is an HTTP request to it. Where workerd listens before the Worker is started, it
 * is told to start it first.
 */
export class WorkerLink implements RuntimeApi {
  readonly port = 0
  readonly #places: WorkerPlaces
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  #events: RuntimeApiEvents | undefined
  #workerPort = 0
  #tellGone = () => {}
  #written = ''

  constructor(places: WorkerPlaces) {
    this.#places = places
  }

  serve(_secret: string | undefined, events: RuntimeApiEvents): void {
    this.#events = events
  }

  follow = (start: StartProcess): StartProcess => {
    return (onOutput) => {
      const started = start((text) => {
        this.#written += text
        onOutput(text)
      })
      this.#watch(started)
      return { ...started, ended: started.ended.finally(() => this.#takeEnd()) }
    }
  }

  close(): void {
    this.#agent.destroy()
  }

  #watch({ control, listensOn, startedMs }: EnvironmentProcess): void {
    const isUp = () => this.#ask({ 'coldstart-boot-ms': String(performance.now() - startedMs) })
    if (listensOn !== undefined) {
      this.#workerPort = listensOn
      this.#load(isUp)
      return
    }
    portSaidOn(control).then((port) => {
      this.#workerPort = port
      this.#written = ''
      isUp()
    }, noPort)
  }

  /** Starts the Worker in its isolate. What becomes of a process that breaks off is seen by its end. */
  #load(isUp: () => void): void {
    const asked = { host: '127.0.0.1', port: this.#workerPort, agent: this.#agent }
    const sent = request({ ...asked, headers: { [LOAD_HEADER]: 'worker' } })
    sent.once('response', (answer) => {
      void wholeBody(answer).then((body) => {
        if (answer.statusCode === 204) return isUp()
        const thrown = this.#places.readLog(body.toString())
        const { errorType = 'Error' } = thrown ?? {}
        this.#events?.initError(errorType, Buffer.from(JSON.stringify(thrown ?? { errorType })))
      }, noPort)
    })
    sent.once('error', noPort)
    sent.end()
  }

  /** One that never listened has said why. */
  #takeEnd(): void {
    this.#tellGone()
    const thrown = this.#workerPort === 0 ? this.#places.readLog(this.#written) : undefined
    if (thrown) this.#events?.initError(thrown.errorType, Buffer.from(JSON.stringify(thrown)))
  }

  #ask(headers: IncomingHttpHeaders = {}): void {
    const ask: HeldAsk = {
      deliver: (event) => this.#call(event),
      onGone: (tell) => {
        this.#tellGone = tell
      },
    }
    this.#events?.next(ask, headers)
  }

  #call({ requestId, payload }: FunctionEvent): void {
    const { body, ...head } = readWorkerRequest(payload)
    const sent = request({ ...head, host: '127.0.0.1', port: this.#workerPort, agent: this.#agent })
    sent.once('response', (answer) => this.#takeAnswer(requestId, answer))
    sent.once('error', ({ message }) => {
      const error = JSON.stringify({ errorType: 'Worker.Disconnected', errorMessage: message })
      setTimeout(() => this.#fail(requestId, 'Worker.Disconnected', error), LAST_WORDS_MS)
    })
    sent.end(body)
  }

  #takeAnswer(requestId: string, answer: IncomingMessage): void {
    const { [THROWN_HEADER]: said, ...headers } = answer.headers
    if (typeof said === 'string') {
      answer.resume()
      const thrown = this.#places.readThrown(said)
      this.#fail(requestId, thrown.errorType, JSON.stringify(thrown))
      return
    }
    answer.once('close', () => this.#ask())
    this.#events?.response(requestId, {
      reply: {
        kind: 'reply',
        body: answer,
        streaming: true,
        contentType: String(headers['content-type'] ?? ''),
        head: { statusCode: answer.statusCode ?? 200, headers },
        failure: () => undefined,
      },
      ending: () => (answer.complete ? {} : { status: 'error', errorType: 'Runtime.ExitError' }),
    })
  }

  #fail(requestId: string, errorType: string, errorJson: string): void {
    this.#events?.error(requestId, errorType, Buffer.from(errorJson))
    this.#ask()
  }
}

/** Its end says more. */
function noPort(): void {}
