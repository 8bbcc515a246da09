import { setMaxListeners } from 'node:events'
import type { ProbeReply, ProbeRequest } from '../core/probe-request.ts'
import type { Connection } from './connection.ts'
import { startDeadline } from './deadline.ts'
import { type Exchange, exchange } from './exchange.ts'
import { collectGarbage } from './garbage.ts'
import { createKeptConnections } from './kept-connections.ts'
import { createLoopDelayMonitor, LOOP_DELAY_BOUND_MS } from './loop-delay.ts'
import { openAll } from './open-all.ts'
import { type ConnectionMaker, type OpenOutcome, openForRequest } from './open-for-request.ts'
import { bodyBound, DEFAULT_TIMEOUTS, type ProbeOptions, type Prober, type ProbeTimeouts } from './prober.ts'
import { createReadQueue } from './read-queue.ts'
import { type Manner, makeReply, makeUnopenedReply } from './reply.ts'
import { createAddressBook, type LookUp } from './resolve-address.ts'
import { createSecureContexts } from './secure-contexts.ts'
import { now } from './wall-clock.ts'
import { warmUpPath } from './warm-up.ts'

/**
 * A prober in this thread: for tests, and inside the probe's worker. Measurements want `startProber`, whose
 * thread nobody else keeps busy.
 * @param lookUp replaces the system's resolver
 */
export function createProber(lookUp?: LookUp): Prober {
  const maker: ConnectionMaker = {
    addresses: createAddressBook(lookUp),
    contexts: createSecureContexts(),
    queue: createReadQueue(),
    http2Only: new Set(),
  }
  const kept = createKeptConnections()
  const monitor = createLoopDelayMonitor()

  const prober: Prober = {
    async warmUp(schemes) {
      await warmUpPath(prober, schemes)
      monitor.reset()
    },
    async probe(request, options) {
      const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
      const closeWindow = monitor.open()
      const live = options.connection === 'kept' ? kept.take(request) : undefined
      const measured = live
        ? await measure(request, { connection: live, flags: [] }, 'kept', options, timeouts, 1)
        : await openAndMeasure(request, options, timeouts)
      if (measured.connection) kept.giveBack(request, measured.connection, options.connection)
      return withLoopDelay(measured.reply, closeWindow())
    },
    async burst(requests, options) {
      const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
      const startedMs = now()
      // Every request of the burst listens for the abort.
      if (options.signal) setMaxListeners(0, options.signal)
      const opened = await openAll(requests, (request) => openReady(request, options, timeouts, maker))
      collectGarbage()
      const closeWindow = monitor.open()
      maker.queue.holdFor(opened.filter(({ connection }) => connection).length)
      const pending: Promise<Measured>[] = []
      for (const [index, outcome] of opened.entries()) {
        await nextTurn()
        const request = requests[index] as ProbeRequest
        pending.push(measure(request, outcome, 'burst', options, timeouts, requests.length, startedMs))
      }
      const measured = await Promise.all(pending)
      const loopDelayMs = closeWindow()
      for (const { connection } of measured) connection?.close()
      return measured.map(({ reply }) => withLoopDelay(reply, loopDelayMs))
    },
    loopDelay: async () => monitor.total(),
    async close() {
      kept.closeAll()
    },
  }

  async function openAndMeasure(
    request: ProbeRequest,
    options: ProbeOptions,
    timeouts: Required<ProbeTimeouts>,
  ): Promise<Measured> {
    const startedMs = now()
    const outcome = await openReady(request, options, timeouts, maker)
    const manner = options.connectOnly ? 'prepared' : 'fresh'
    return measure(request, outcome, manner, options, timeouts, 1, startedMs)
  }
  return prober
}

interface Measured {
  readonly reply: ProbeReply
  readonly connection?: Connection
}

/** Opens a connection and, where asked, sends the connect-only request on it first. */
async function openReady(
  request: ProbeRequest,
  options: ProbeOptions,
  timeouts: Required<ProbeTimeouts>,
  maker: ConnectionMaker,
): Promise<OpenOutcome> {
  const outcome = await openForRequest(request, maker, timeouts, options.signal)
  if (!outcome.connection || !options.connectOnly) return outcome
  const before = await exchangeInTime(outcome.connection, options.connectOnly, options, timeouts, 1, 0)
  if (!before.error && outcome.connection.usable) return outcome
  outcome.connection.close()
  if (before.error) return { ...outcome, error: before.error }
  // The server closes after each reply: nothing can be prepared on this host.
  const again = await openForRequest(request, maker, timeouts, options.signal)
  return { ...again, flags: [...again.flags, 'not-prepared'] }
}

async function measure(
  request: ProbeRequest,
  outcome: OpenOutcome,
  manner: Manner,
  options: ProbeOptions,
  timeouts: Required<ProbeTimeouts>,
  parallel: number,
  startedMs: number = now(),
): Promise<Measured> {
  const { connection, error } = outcome
  if (!connection || error) return { reply: makeUnopenedReply(request, startedMs, outcome) }
  const spentMs = connection.connectMs + (connection.tlsMs ?? 0)
  const exchanged = await exchangeInTime(connection, request, options, timeouts, parallel, spentMs)
  const reply = makeReply(request, connection, exchanged, manner, outcome)
  return { reply, connection }
}

/** One exchange under its time limits; the set-up's share of the total is already spent. */
async function exchangeInTime(
  connection: Connection,
  request: ProbeRequest,
  options: ProbeOptions,
  timeouts: Required<ProbeTimeouts>,
  parallel: number,
  spentMs: number,
): Promise<Exchange> {
  const totalMs = Math.max(1, timeouts.totalMs - spentMs)
  const fail = (reason: unknown) => connection.abort(reason)
  const deadline = startDeadline({ ...timeouts, totalMs }, fail, options.signal)
  return exchange(connection, request, bodyBound(options.maxBodyBytes, parallel), deadline)
}

function withLoopDelay(reply: ProbeReply, loopDelayMs: number): ProbeReply {
  if (loopDelayMs <= LOOP_DELAY_BOUND_MS) return { ...reply, loopDelayMs }
  return { ...reply, loopDelayMs, flags: [...(reply.flags ?? []), 'loop-delay'] }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
