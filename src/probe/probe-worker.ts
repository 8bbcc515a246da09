import { parentPort } from 'node:worker_threads'
import { messageOf } from '../core/errors.ts'
import { createProber } from './create-prober.ts'
import type { ProbeOptions } from './prober.ts'
import { createRequestReceiver, withoutRequest } from './thread-requests.ts'
import type { FromWorker, ToWorker, WorkerCall, WorkerOptions, WorkerResult } from './worker-messages.ts'

/** The thread that measures and does nothing else. PROBE method, point 8. */
// Nothing here shows a stack, and every connection that is closed makes errors that nobody reads.
Error.stackTraceLimit = 0
const prober = createProber()
const requests = createRequestReceiver()
const running = new Map<number, AbortController>()

function run(call: WorkerCall, signal: AbortSignal): Promise<WorkerResult | undefined> {
  switch (call.does) {
    case 'warm-up':
      return prober.warmUp(call.schemes).then(() => undefined)
    case 'probe':
      return prober
        .probe(requests.receive(call.request), optionsOf(call.options, signal))
        .then(withoutRequest)
    case 'burst':
      return prober
        .burst(call.requests.map(requests.receive), optionsOf(call.options, signal))
        .then((replies) => replies.map(withoutRequest))
    case 'loop-delay':
      return prober.loopDelay()
    case 'close':
      return prober.close().then(() => undefined)
  }
}

function optionsOf({ connectOnly, ...options }: WorkerOptions, signal: AbortSignal): ProbeOptions {
  return { ...options, signal, ...(connectOnly && { connectOnly: requests.receive(connectOnly) }) }
}

function answer(message: FromWorker): void {
  parentPort?.postMessage(message)
}

parentPort?.on('message', (message: ToWorker) => {
  if ('pem' in message) {
    requests.learn(message.authority, message.pem)
    return
  }
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
