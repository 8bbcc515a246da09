import { type ChildProcess, fork } from 'node:child_process'
import { builtEntry } from '../../core/built-entry.ts'
import type { ProbeRequest } from '../../core/probe-request.ts'
import { type CrossingReply, createRequestSender } from '../../probe/thread-requests.ts'
import type {
  ConsumerMoments,
  ConsumerOptions,
  FromConsumer,
  ToConsumer,
  TriggerSetup,
} from './trigger-messages.ts'

/** What the consumer has to say of one request. */
export interface ConsumerReply {
  readonly reply: CrossingReply
  readonly moments: ConsumerMoments
}

/** The queue's worker in a process of its own. */
export interface Consumer {
  /**
   * Hands it the request that a job will name; resolves when it is there, with the promise of its reply.
   * @throws Error where it has ended
   */
  hold(
    call: number,
    request: ProbeRequest,
    options: ConsumerOptions,
  ): Promise<{ replied: Promise<ConsumerReply> }>
  stop(): void
}

interface Waiting {
  readonly held: () => void
  readonly replied: (reply: ConsumerReply) => void
  readonly failed: (error: Error) => void
}

/**
 * Starts it and waits until it waits for jobs; it ends with this process.
 * @throws Error with what kept it from working
 */
export async function startConsumer(setup: TriggerSetup): Promise<Consumer> {
  const child = fork(builtEntry('queue/trigger/consumer-process.js'), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
    env: {},
    serialization: 'advanced',
  })
  const waiting = new Map<number, Waiting>()
  const post = (message: ToConsumer) => void child.send(message)
  const { cross } = createRequestSender((authority, pem) => post({ authority, pem }))
  const { ready, ended } = listenTo(child, waiting)
  post({ setup })
  await ready
  return {
    async hold(call, request, options) {
      const error = ended()
      if (error) throw error
      const { held, replied } = waitFor(call, waiting)
      post({ call, request: cross(request), options })
      await held
      return { replied }
    },
    stop() {
      if (child.connected) child.disconnect()
    },
  }
}

/** @returns that it waits for jobs, and the error of having ended, once it has */
function listenTo(child: ChildProcess, waiting: ReadonlyMap<number, Waiting>) {
  let ended: Error | undefined
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message: FromConsumer) => {
      if ('ready' in message) resolve()
      else if ('failed' in message) reject(new Error(message.failed))
      else if ('holds' in message) waiting.get(message.holds)?.held()
      else waiting.get(message.call)?.replied(message)
    })
    const end = () => {
      ended ??= new Error('The worker of the queue has ended.')
      reject(ended)
      for (const { failed } of waiting.values()) failed(ended)
    }
    // What is sent to one that ends just now is an error of its own.
    child.once('exit', end).on('error', end)
  })
  return { ready, ended: () => ended }
}

/** @returns that the consumer has the request, and its reply */
function waitFor(call: number, waiting: Map<number, Waiting>) {
  let arrived = () => {}
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const replied = new Promise<ConsumerReply>((resolve, reject) => {
    waiting.set(call, { held: arrived, replied: resolve, failed: reject })
  })
  replied.finally(() => waiting.delete(call)).catch(() => {})
  return { held: Promise.race([arrival, replied]), replied }
}
