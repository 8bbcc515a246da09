import type { IncomingMessage } from 'node:http'
import type { InstanceReport } from '../core/sample.ts'
import type { FunctionOptions } from './engine-options.ts'
import type { EnvironmentProcess, HostFacts } from './environment-process.ts'
import type { Flight } from './flight.ts'

/** What the engine knows of one environment from outside: its start, its times, what it has served. */
export class InstanceRecord {
  readonly #id: string
  readonly #process: EnvironmentProcess
  readonly #options: FunctionOptions
  readonly #host: HostFacts
  #initMs: number | undefined
  #stamps: { bootMs?: number; loadMs?: number } = {}
  #invocations = 0

  constructor(id: string, process: EnvironmentProcess, options: FunctionOptions, host: HostFacts) {
    this.#id = id
    this.#process = process
    this.#options = options
    this.#host = host
  }

  /** True once it has asked for work: its initialisation is over. */
  get ready(): boolean {
    return this.#initMs !== undefined
  }

  /** It asks for work; the first time ends its initialisation, and our own client says how that went. */
  markReady(headers: IncomingMessage['headers']): void {
    if (this.ready) return
    this.#initMs = this.ageMs()
    const { 'coldstart-boot-ms': boot, 'coldstart-load-ms': load } = headers
    if (boot !== undefined && load !== undefined)
      this.#stamps = { bootMs: Number(boot), loadMs: Number(load) }
  }

  countInvocation(): void {
    this.#invocations += 1
  }

  /** Since its process was started, ms. */
  ageMs(): number {
    return performance.now() - this.#process.startedMs
  }

  /** What a REPORT line says of it. Initialisation belongs to the first invocation alone. */
  figures() {
    return {
      memoryMb: this.#options.memoryMb,
      maxMemoryMb: this.#process.peakMemoryMb(),
      initMs: this.#invocations <= 1 ? this.#initMs : undefined,
    }
  }

  /** The instance report that is taken from outside the function. */
  report(flight: Flight): InstanceReport {
    return {
      id: this.#id,
      invocation: Math.max(1, this.#invocations),
      startedAt: this.#process.startedAt,
      ageMs: this.ageMs(),
      ...this.#stamps,
      ...(flight.delivered && { handlerMs: flight.elapsedMs() }),
      memoryMb: this.#options.memoryMb,
      region: 'local',
      runtime: `node ${this.#host.nodeVersion}`,
      reportedBy: 'engine',
    }
  }
}
