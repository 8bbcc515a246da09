import { messageOf } from '../../core/errors.ts'
import { createProber } from '../../probe/create-prober.ts'
import { type CrossingRequest, createRequestReceiver, withoutRequest } from '../../probe/thread-requests.ts'
import { epochOffset, now } from '../../probe/wall-clock.ts'
import { KEY_PREFIX, openRedis } from '../open-redis.ts'
import { loadBullMq } from '../queue-packages.ts'
import {
  type ConsumerMoments,
  type ConsumerOptions,
  type FromConsumer,
  machineMs,
  type ToConsumer,
  type TriggerJob,
  type TriggerSetup,
} from './trigger-messages.ts'

/** A burst is that many jobs at once, at most. */
const CONCURRENCY = 1000

/** The queue's worker: takes jobs and sends the function's requests, as a platform's event source does. */
const prober = createProber()
const requests = createRequestReceiver()
const held = new Map<number, { readonly request: CrossingRequest; readonly options: ConsumerOptions }>()

function machineNow(): number {
  return machineMs(process.hrtime.bigint())
}

function tell(message: FromConsumer): void {
  process.send?.(message)
}

async function work({ access, queue }: TriggerSetup): Promise<void> {
  await prober.warmUp(['http'])
  const bullmq = loadBullMq(access.packages)
  const worker = new bullmq.Worker<TriggerJob>(queue, ({ data }) => send(data.call), {
    connection: openRedis(access),
    prefix: KEY_PREFIX,
    concurrency: CONCURRENCY,
    maxStalledCount: 0,
  })
  worker.on('error', () => {})
  await worker.waitUntilReady()
  tell({ ready: true })
}

async function send(call: number): Promise<void> {
  const pickedUpMs = machineNow()
  const wanted = held.get(call)
  held.delete(call)
  if (!wanted) throw new Error('Its request is not known here.')
  const reply = await prober.probe(requests.receive(wanted.request), wanted.options)
  tell({ call, reply: withoutRequest(reply), moments: { pickedUpMs, ...momentsOf(reply) } })
}

/** The probe's stamps are on the wall clock; the clock that the producer shares is as far off as it is now. */
function momentsOf(stamps: { sentAtEpochMs?: number; firstByteAtEpochMs?: number }) {
  const toMachine = machineNow() - (epochOffset() + now())
  const { sentAtEpochMs: sent, firstByteAtEpochMs: first } = stamps
  return {
    ...(sent !== undefined && { sentMs: sent + toMachine }),
    ...(first !== undefined && { firstByteMs: first + toMachine }),
  } satisfies Partial<ConsumerMoments>
}

process.on('message', (message: ToConsumer) => {
  if ('setup' in message) work(message.setup).catch((error: unknown) => tell({ failed: messageOf(error) }))
  else if ('pem' in message) requests.learn(message.authority, message.pem)
  else {
    held.set(message.call, message)
    tell({ holds: message.call })
  }
})
// It ends with whoever started it, however that ended.
process.on('disconnect', () => process.exit())
