import { setMaxListeners } from 'node:events'
import { collectGarbage } from '../core/garbage.ts'
import type { ProbeReply, ProbeRequest } from '../core/probe-request.ts'
import { createKeptConnections } from './kept-connections.ts'
import { createLoopDelayMonitor, LOOP_DELAY_BOUND_MS, type LoopDelayMonitor } from './loop-delay.ts'
import { type Measured, measureRequest, openReady } from './measure-request.ts'
import { openAll } from './open-all.ts'
import type { ConnectionMaker } from './open-for-request.ts'
import type { Prober } from './prober.ts'
import { createReadQueue } from './read-queue.ts'
import type { WrittenReply } from './reply.ts'
import { createAddressBook, type LookUp } from './resolve-address.ts'
import { createSecureContexts } from './secure-contexts.ts'
import { withoutStandstills } from './standstill.ts'
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
  // A thread that is still loading its code stands still by itself.
  let isWarm = false
  const watch = watchThread(monitor, () => isWarm)

  const prober: Prober = {
    async warmUp(schemes) {
      await warmUpPath(prober, schemes)
      isWarm = true
      monitor.reset()
    },
    async probe(request, options) {
      const judge = watch()
      const startedMs = now()
      const live = options.connection === 'kept' ? kept.take(request) : undefined
      const manner = live ? 'kept' : options.connectOnly ? 'prepared' : 'fresh'
      const outcome = live ? { connection: live, flags: [] } : await openReady(request, options, maker)
      const measured = await measureRequest({ request, options, manner, parallel: 1, startedMs }, outcome)
      if (measured.connection) kept.giveBack(request, measured.connection, options.connection)
      return judge()(measured.reply)
    },
    burst: (requests, options) => measureBurst(requests, options, maker, watch),
    loopDelay: async () => monitor.total(),
    async close() {
      kept.closeAll()
    },
  }
  return prober
}

/** Opens a connection for every request, then sends all within one round of turns. */
async function measureBurst(
  requests: readonly ProbeRequest[],
  options: Parameters<Prober['burst']>[1],
  maker: ConnectionMaker,
  watch: ReturnType<typeof watchThread>,
): Promise<ProbeReply[]> {
  const startedMs = now()
  // Every request of the burst listens for the abort.
  if (options.signal instanceof AbortSignal) setMaxListeners(0, options.signal)
  const settle = requests.some(({ url }) => url.startsWith('https:'))
  const opened = await openAll(requests, (request) => openReady(request, options, maker), settle)
  collectGarbage()
  const judge = watch()
  maker.queue.holdFor(opened.filter(({ connection }) => connection).length)
  const released = await releaseOnePerTurn(requests, (request, index) =>
    measureRequest(
      { request, options, manner: 'burst', parallel: requests.length, startedMs },
      opened[index] ?? { flags: [] },
    ),
  )
  const measured = await Promise.all(released)
  const judged = judge()
  for (const { connection } of measured) connection?.close()
  return measured.map(({ reply }) => judged(reply))
}

/** PROBE method, point 6. Resolves when all are sent; the replies are awaited by the caller. */
async function releaseOnePerTurn(
  requests: readonly ProbeRequest[],
  send: (request: ProbeRequest, index: number) => Promise<Measured>,
): Promise<Promise<Measured>[]> {
  const released: Promise<Measured>[] = []
  for (const [index, request] of requests.entries()) {
    await new Promise((resolve) => setImmediate(resolve))
    released.push(send(request, index))
  }
  return released
}

/**
 * Watches this thread while requests are in flight.
 * @returns opens a window, to be closed once all have replied: what closing gives takes what it saw into a reply
 */
function watchThread(
  monitor: LoopDelayMonitor,
  isWarm: () => boolean,
): () => () => (reply: WrittenReply) => ProbeReply {
  return () => {
    const close = monitor.open()
    return () => {
      const { maxMs, standstills } = close()
      const counted = isWarm() ? standstills : []
      return (reply) => withoutStandstills(withLoopDelay(reply, maxMs), counted)
    }
  }
}

function withLoopDelay(reply: WrittenReply, loopDelayMs: number): ProbeReply {
  reply.loopDelayMs = loopDelayMs
  if (loopDelayMs > LOOP_DELAY_BOUND_MS) reply.flags = [...(reply.flags ?? []), 'loop-delay']
  return reply
}
