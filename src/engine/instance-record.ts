import type { InstanceReport } from '../core/sample.ts'
import type { EnvironmentParts } from './environment-process.ts'
import type { Flight } from './flight.ts'
import type { AskHeaders } from './runtime-api.ts'
import type { EnvironmentProcess } from './started-process.ts'

/** What the engine knows of one environment from outside: its start, its times, what it has served. */
export class InstanceRecord {
  readonly #parts: EnvironmentParts
  readonly #process: EnvironmentProcess
  #initMs: number | undefined
  #stamps: { bootMs?: number; loadMs?: number } = {}
  #invocations = 0

  constructor(parts: EnvironmentParts, process: EnvironmentProcess) {
    this.#parts = parts
    this.#process = process
  }

  /** True once it has asked for work: its initialisation is over. */
  get ready(): boolean {
    return this.#initMs !== undefined
  }

  /**
   * It asks for work; the first time ends its initialisation. Our own client says how that went; of another it is one
   * part, the boot.
   */
  markReady(headers: AskHeaders): void {
    if (this.ready) return
    this.#initMs = this.ageMs()
    const { 'coldstart-boot-ms': boot, 'coldstart-load-ms': load } = headers
    // A runtime that is not ours, or that loads the function before it listens, cannot part boot from load.
    if (load === undefined) {
      this.#stamps = { bootMs: boot === undefined ? this.#initMs : Number(boot) }
      return
    }
    // A client that does not know when its process was started says how long the function took to load, and no more.
    const bootMs = boot === undefined ? this.#initMs - Number(load) : Number(boot)
    this.#stamps = { bootMs: Math.max(0, bootMs), loadMs: Number(load) }
  }

  countInvocation(): void {
    this.#invocations += 1
  }

  /** Since its process was started, ms. */
  ageMs(): number {
    return performance.now() - this.#process.startedMs
  }

  /** What is left of the function's time-out for the invocation that it is about to get, ms. */
  leftMs(): number {
    const { options, initWithInvoke } = this.#parts
    const usedMs = initWithInvoke && this.#invocations === 0 ? this.ageMs() : 0
    return Math.max(1, options.timeoutMs - usedMs)
  }

  /** How long an invocation took, ms: with the initialisation where that was part of it. */
  durationMs(flight: Flight): number {
    const isFirst = this.#invocations <= 1
    return this.#parts.initWithInvoke && isFirst ? this.ageMs() : flight.elapsedMs()
  }

  /** What a REPORT line says of it. Initialisation belongs to the first invocation alone. */
  figures() {
    return {
      memoryMb: this.#parts.options.memoryMb,
      maxMemoryMb: this.#process.peakMemoryMb(),
      initMs: this.#invocations <= 1 && !this.#parts.initWithInvoke ? this.#initMs : undefined,
    }
  }

  /** The instance report that is taken from outside the function. */
  report(flight: Flight): InstanceReport {
    const { atWork } = this.#parts.host
    const most = flight.work?.most ?? 0
    const reads = this.#invocations <= 1 ? this.#process.reads?.() : undefined
    return {
      id: this.#parts.id,
      invocation: Math.max(1, this.#invocations),
      startedAt: this.#process.startedAt,
      ageMs: this.ageMs(),
      ...this.#stamps,
      ...(flight.delivered && { handlerMs: flight.elapsedMs() }),
      memoryMb: this.#parts.options.memoryMb,
      region: 'local',
      runtime: this.#parts.prepared.runtime.language ?? `node ${this.#parts.host.nodeVersion}`,
      ...(reads && { reads }),
      ...(atWork && most > atWork.cores && { competing: most }),
      reportedBy: 'engine',
    }
  }
}
