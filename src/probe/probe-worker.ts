import { parentPort } from 'node:worker_threads'
import { messageOf } from '../core/errors.ts'
import { createProber } from './create-prober.ts'
import type { FromWorker, ToWorker, WorkerCall, WorkerResult } from './worker-messages.ts'

/** The thread that measures and does nothing else. PROBE method, point 8. */
// Nothing here shows a stack, and every connection that is closed makes errors that nobody reads.
Error.stackTraceLimit = 0
const prober = createProber()
const running = new Map<number, AbortController>()

function run(call: WorkerCall, signal: AbortSignal): Promise<WorkerResult | undefined> {
  switch (call.does) {
    case 'warm-up':
      return prober.warmUp(call.schemes).then(() => undefined)
    case 'probe':
      return prober.probe(call.request, { ...call.options, signal })
    case 'burst':
      return prober.burst(call.requests, { ...call.options, signal })
    case 'loop-delay':
      return prober.loopDelay()
    case 'close':
      return prober.close().then(() => undefined)
  }
}

function answer(message: FromWorker): void {
  parentPort?.postMessage(message)
}

parentPort?.on('message', (message: ToWorker) => {
  const { id } = message
  if ('abort' in message) {
    running.get(id)?.abort()
    return
  }
  const controller = new AbortController()
  running.set(id, controller)
  run(message.call, controller.signal)
    .then((result) => answer({ id, result }))
    .catch((error: unknown) => answer({ id, thrown: messageOf(error) }))
    .finally(() => running.delete(id))
})
