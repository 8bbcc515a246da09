import { Worker } from 'node:worker_threads'
import { builtEntry } from '../core/built-entry.ts'
import type { LoopDelay, ProbeOptions, Prober, Scheme, StopSignal } from './prober.ts'
import { type CrossingReply, createRequestSender, withRequest } from './thread-requests.ts'
import type { FromWorker, ToWorker, WorkerCall, WorkerOptions, WorkerResult } from './worker-messages.ts'

/** How the thread of the probe is started. */
export interface StartProberOptions {
  /** Warmed up before the promise resolves. */
  readonly warmUp?: readonly Scheme[]
  /** What runs in the thread, relative to dist, and what it is given. @default the probe that sends requests itself */
  readonly thread?: { readonly entry: string; readonly data: unknown }
}

/** Large enough that the few objects of a burst do not fill it: a scavenge costs 1–5 ms. */
const YOUNG_GENERATION_MB = 64

/**
 * A prober in a worker thread of its own, which the caller's work cannot delay. Ends with `close`; a thread
 * that ends by itself rejects what was under way.
 */
export async function startProber(options: StartProberOptions = {}): Promise<Prober> {
  const worker = startThread(options)
  const line = openLine(worker)
  const { cross } = createRequestSender((authority, pem) =>
    worker.postMessage({ authority, pem } satisfies ToWorker),
  )
  const crossing = ({ connection, timeouts, maxBodyBytes, connectOnly }: ProbeOptions): WorkerOptions => ({
    connection,
    timeouts,
    maxBodyBytes,
    connectOnly: connectOnly && cross(connectOnly),
  })
  const prober: Prober = {
    warmUp: (schemes) => line.call({ does: 'warm-up', schemes }).then(() => undefined),
    async probe(request, options) {
      const call = { does: 'probe', request: cross(request), options: crossing(options) } as const
      const reply = (await line.call(call, options.signal)) as CrossingReply
      return withRequest(reply, request)
    },
    async burst(requests, options) {
      const call = { does: 'burst', requests: requests.map(cross), options: crossing(options) } as const
      const replies = (await line.call(call, options.signal)) as CrossingReply[]
      return requests.map((request, index) => withRequest(replies[index] as CrossingReply, request))
    },
    loopDelay: () => line.call({ does: 'loop-delay' }) as Promise<LoopDelay>,
    async close() {
      await line.call({ does: 'close' }).catch(() => undefined)
      await worker.terminate()
    },
  }
  if (options.warmUp) await prober.warmUp(options.warmUp)
  return prober
}

function startThread({ thread }: StartProberOptions): Worker {
  return new Worker(builtEntry(thread?.entry ?? 'probe/probe-worker.js'), {
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    workerData: thread?.data,
  })
}

interface Waiting {
  readonly resolve: (result: WorkerResult) => void
  readonly reject: (error: Error) => void
  readonly signal: StopSignal | undefined
}

/** Numbered calls to the worker and their answers. */
function openLine(worker: Worker) {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let ended: Error | undefined

  const end = (error: Error) => {
    ended ??= error
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  const post = (message: ToWorker) => worker.postMessage(message)
  const watch = watchOnce((signal) => {
    for (const [id, call] of waiting) if (call.signal === signal) post({ id, abort: true })
  })
  worker.on('message', (message: FromWorker) => {
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (waiting.size === 0) worker.unref()
    if ('thrown' in message) call?.reject(new Error(message.thrown))
    else call?.resolve(message.result)
  })
  worker.on('error', (error: Error) => end(error))
  worker.on('exit', () => end(new Error('The probe has ended.')))
  worker.unref()

  return {
    call(call: WorkerCall, signal?: StopSignal): Promise<WorkerResult> {
      if (ended) return Promise.reject(ended)
      const id = ++lastId
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject, signal })
        worker.ref()
        post({ id, call })
        if (signal?.aborted) post({ id, abort: true })
        else if (signal) watch(signal)
      })
    },
  }
}

/** A run has one signal for all its requests: it is listened to the first time that it is given. */
function watchOnce(onAbort: (signal: StopSignal) => void): (signal: StopSignal) => void {
  const watched = new WeakSet<StopSignal>()
  return (signal) => {
    if (watched.has(signal)) return
    watched.add(signal)
    signal.addEventListener('abort', () => onAbort(signal), { once: true })
  }
}
