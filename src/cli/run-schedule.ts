import { type IncomingHttpHeaders, request as open } from 'node:http'
import { text } from 'node:stream/consumers'
import type { BenchConfig } from '../config/bench-config.ts'
import { ColdstartError } from '../core/errors.ts'
import { type ExitCode, exitCodes } from '../core/exit-codes.ts'
import { newNonce } from '../core/ids.ts'
import { ENGINE_REPORT_HEADER, NONCE_HEADER } from '../core/report-headers.ts'
import { instanceReport } from '../core/sample.ts'
import { functionDefaults, type ServedFunction } from '../engine/engine-options.ts'
import { type ScheduledRequest, scheduledRequest } from '../engine/scheduled-request.ts'
import { type Engine, startEngine } from '../engine/start-engine.ts'
import { listenForInterrupt } from './interrupt.ts'
import type { Io } from './io.ts'
import type { Schedule } from './read-cron.ts'
import { describeFunction, orderLocally } from './serve-functions.ts'

/** What `schedule` was asked for. */
export interface ScheduleOptions {
  /** One function, and what it is given. */
  readonly config: BenchConfig
  readonly cron: Schedule
  /** What is due in so long is run without waiting; left out: in real time. */
  readonly fastForwardMs?: number
  /** JSON lines instead of a table's. */
  readonly isJson: boolean
}

/** One run by the schedule. */
interface ScheduledRun {
  /** ISO 8601, UTC. */
  readonly due: string
  readonly start: 'cold' | 'warm'
  readonly instance: string
  readonly tookMs: number
  readonly status: number
  readonly answer: string
}

/** Real time has no end; in a fast one the engine ends nothing by itself, since days pass in no time. */
const NEVER_MS = 2 ** 31 - 1
const LINE_WIDTH = 200

/**
 * Runs a function whenever it is due, a line each, until Ctrl-C or through a time that is jumped over.
 * @throws ColdstartError `no-function`, `runtime-missing`, and those of `sortSources`
 */
export async function runSchedule(options: ScheduleOptions, io: Io): Promise<ExitCode> {
  const { config, fastForwardMs } = options
  const local = await orderLocally(config, io)
  if (local.length !== 1)
    throw new ColdstartError('bad-arguments', {
      reason: `One function is run by one schedule, and these are ${local.length}.`,
      command: 'schedule',
      suggestion: '--provider lambda',
    })
  const idleTtlMs = config.idleTtl ?? functionDefaults.idleTtlMs
  const limits = { idleTtlMs: fastForwardMs === undefined ? idleTtlMs : NEVER_MS }
  const functions = await Promise.all(local.map((order) => describeFunction(order, limits)))
  const interrupt = listenForInterrupt(io, 'Stopping.')
  const engine = await startEngine({
    functions,
    port: 0,
    resolveFrom: io.cwd,
    searchPath: io.env.PATH ?? '',
    lambdaRuntime: 'installed',
    output: io.debug ? 'shown' : 'kept',
  })
  try {
    return await runDue(engine, { ...options, idleTtlMs }, interrupt.signal, io)
  } catch (error) {
    if (!interrupt.signal.aborted) throw error
    // In real time, Ctrl-C is how it ends.
    return fastForwardMs === undefined ? exitCodes.done : (interrupt.exitCode() ?? exitCodes.failed)
  } finally {
    interrupt.end()
    await engine.stop()
  }
}

async function runDue(
  engine: Engine,
  { cron, fastForwardMs, idleTtlMs, isJson }: ScheduleOptions & { readonly idleTtlMs: number },
  signal: AbortSignal,
  io: Io,
): Promise<ExitCode> {
  const [served] = engine.functions
  if (!served) throw new Error('The engine serves no function.')
  const begunMs = io.clock.wallMs()
  const untilMs = fastForwardMs === undefined ? Number.POSITIVE_INFINITY : begunMs + fastForwardMs
  let lastMs = begunMs
  let failed = 0
  let runs = 0
  for (let due = cron.nextAfter(begunMs); due <= untilMs; due = cron.nextAfter(due)) {
    signal.throwIfAborted()
    if (fastForwardMs === undefined) await io.clock.sleep(Math.max(0, due - io.clock.wallMs()), signal)
    else if (due - lastMs >= idleTtlMs) await engine.evict()
    const run = await callOnce(served, due, cron.nextAfter(due))
    lastMs = due
    runs++
    if (run.status < 200 || run.status > 299) failed++
    io.stdout.write(isJson ? `${JSON.stringify(run)}\n` : lineOf(run))
  }
  if (!isJson) io.stderr.write(summaryOf(runs, failed, cron.nextAfter(lastMs)))
  return failed > 0 || runs === 0 ? exitCodes.failed : exitCodes.done
}

function summaryOf(runs: number, failed: number, nextMs: number): string {
  const next = `the next is due at ${new Date(nextMs).toISOString()}`
  if (runs === 0) return `Nothing was due: ${next}.\n`
  const failures = failed > 0 ? `, ${failed} failed` : ''
  return `${runs} run${runs === 1 ? '' : 's'}${failures}; without waiting between them; ${next}.\n`
}

async function callOnce(served: ServedFunction, due: number, next: number): Promise<ScheduledRun> {
  const begunMs = performance.now()
  const { status, headers, answer } = await ask(scheduledRequest(served, due, next))
  const instance = instanceReport.parse(JSON.parse(String(headers[ENGINE_REPORT_HEADER] ?? '{}')))
  const isFailed = 'x-amz-function-error' in headers
  return {
    due: new Date(due).toISOString(),
    start: instance.invocation === 1 ? 'cold' : 'warm',
    instance: instance.id,
    tookMs: Math.round((performance.now() - begunMs) * 10) / 10,
    status: isFailed ? 502 : status,
    answer,
  }
}

/** Not by fetch, which gives up after 300 s without headers: a function may run for longer, and its platform ends it. */
function ask({ url, method, headers, body }: ScheduledRequest) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; answer: string }>((resolve, reject) => {
    const asked = open(url, { method, headers: { ...headers, [NONCE_HEADER]: newNonce() } }, (response) => {
      const { statusCode: status = 0, headers: answered } = response
      text(response).then((answer) => resolve({ status, headers: answered, answer }), reject)
    })
    asked.once('error', reject).end(body)
  })
}

function lineOf({ due, start, instance, tookMs, status, answer }: ScheduledRun): string {
  const day = due.slice(0, 16).replace('T', ' ')
  const words = answer.replaceAll(/\s+/g, ' ').slice(0, LINE_WIDTH)
  const failed = status >= 200 && status < 300 ? '' : `failed with ${status}: `
  return `${day}  ${start}  ${tookMs.toFixed(1).padStart(7)} ms  ${instance.slice(-8)}  ${failed}${words}\n`
}
