/** Lambda answers with the last 4 KB of the log. */
const TAIL_BYTES = 4096
const KEPT_BYTES = 64 * 1024

/** What a REPORT line says. */
export interface ReportFacts {
  readonly requestId: string
  readonly durationMs: number
  readonly memoryMb: number
  readonly maxMemoryMb?: number | undefined
  /** Only for an environment's first invocation. */
  readonly initMs?: number | undefined
  readonly status?: 'timeout' | 'error' | undefined
  readonly errorType?: string | undefined
}

/** What an environment has said since its last invocation ended, in Lambda's text format. */
export class EnvironmentLog {
  #text = ''
  /** An invocation is over: what comes before the next start is still of that one. */
  #isOver = false

  /** What it has said, as far as it is kept. */
  get text(): string {
    return this.#text
  }

  append(text: string): void {
    this.#text += text
    if (this.#text.length > 2 * KEPT_BYTES) this.#text = this.#text.slice(-KEPT_BYTES)
  }

  /** @param runtime `nodejs:22.11.0`, `python:3.13.1`, `provided` */
  initStart(runtime: string): void {
    this.append(
      `INIT_START Runtime Version: ${runtime}\tRuntime Version ARN: arn:aws:lambda:local::runtime:coldstart\n`,
    )
  }

  initFailed(durationMs: number, status: 'timeout' | 'error', errorType: string): void {
    const facts = [
      `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms`,
      'Phase: init',
      `Status: ${status}`,
    ]
    if (status === 'error') facts.push(`Error Type: ${errorType}`)
    this.append(`${facts.join('\t')}\n`)
  }

  start(requestId: string): void {
    if (this.#isOver) this.#text = ''
    this.#isOver = false
    this.append(`START RequestId: ${requestId} Version: $LATEST\n`)
  }

  /** END and REPORT, with fields in Lambda's order; billed since August 2025 is initialisation too. */
  end(facts: ReportFacts): void {
    const billedMs = Math.ceil(facts.durationMs + (facts.initMs ?? 0))
    const fields = [
      `REPORT RequestId: ${facts.requestId}`,
      `Duration: ${facts.durationMs.toFixed(2)} ms`,
      `Billed Duration: ${billedMs} ms`,
      `Memory Size: ${facts.memoryMb} MB`,
      ...(facts.maxMemoryMb === undefined ? [] : [`Max Memory Used: ${facts.maxMemoryMb} MB`]),
      ...(facts.initMs === undefined ? [] : [`Init Duration: ${facts.initMs.toFixed(2)} ms`]),
      ...(facts.status === undefined ? [] : [`Status: ${facts.status}`]),
      ...(facts.errorType === undefined ? [] : [`Error Type: ${facts.errorType}`]),
    ]
    this.append(`END RequestId: ${facts.requestId}\n${fields.join('\t')}\t\n`)
  }

  /** The last 4 KB in base64. */
  tail(): string {
    const bytes = Buffer.from(this.#text)
    return bytes.subarray(Math.max(0, bytes.length - TAIL_BYTES)).toString('base64')
  }

  /** A clean page for the next invocation. */
  turnPage(): void {
    this.#text = ''
    this.#isOver = true
  }
}
