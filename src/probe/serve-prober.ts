import type { MessagePort } from 'node:worker_threads'
import { messageOf } from '../core/errors.ts'
import { CallSignal } from './call-signal.ts'
import type { ProbeOptions, Prober, StopSignal } from './prober.ts'
import { createRequestReceiver, type RequestReceiver, withoutRequest } from './thread-requests.ts'
import type { FromWorker, ToWorker, WorkerCall, WorkerOptions, WorkerResult } from './worker-messages.ts'

/** Carries out what `startProber` asks of its thread, until the thread is ended. */
export function serveProber(port: MessagePort, prober: Prober): void {
  const requests = createRequestReceiver()
  const running = new Map<number, CallSignal>()
  const answer = (message: FromWorker) => port.postMessage(message)
  port.on('message', (message: ToWorker) => {
    if ('pem' in message) {
      requests.learn(message.authority, message.pem)
      return
    }
    const { id } = message
    if ('abort' in message) {
      running.get(id)?.abort()
      return
    }
    const signal = new CallSignal()
    running.set(id, signal)
    run(message.call, prober, requests, signal).then(
      (result) => {
        running.delete(id)
        answer({ id, result })
      },
      (error: unknown) => {
        running.delete(id)
        answer({ id, thrown: messageOf(error) })
      },
    )
  })
}

async function run(
  call: WorkerCall,
  prober: Prober,
  requests: RequestReceiver,
  signal: StopSignal,
): Promise<WorkerResult | undefined> {
  switch (call.does) {
    case 'warm-up':
      return prober.warmUp(call.schemes).then(() => undefined)
    case 'probe': {
      const options = optionsOf(call.options, requests, signal)
      return withoutRequest(await prober.probe(requests.receive(call.request), options))
    }
    case 'burst': {
      const options = optionsOf(call.options, requests, signal)
      return (await prober.burst(call.requests.map(requests.receive), options)).map(withoutRequest)
    }
    case 'loop-delay':
      return prober.loopDelay()
    case 'close':
      return prober.close().then(() => undefined)
  }
}

function optionsOf(
  { connection, timeouts, maxBodyBytes, connectOnly }: WorkerOptions,
  requests: RequestReceiver,
  signal: StopSignal,
): ProbeOptions {
  const before = connectOnly && requests.receive(connectOnly)
  return { connection, timeouts, maxBodyBytes, connectOnly: before, signal }
}
