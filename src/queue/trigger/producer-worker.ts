import { parentPort, workerData } from 'node:worker_threads'
import { serveProber } from '../../probe/serve-prober.ts'
import { createQueueProber } from './queue-prober.ts'
import { machineMs, type TriggerSetup } from './trigger-messages.ts'

/** The thread that enqueues and hears what is done, and does nothing else. */
if (parentPort) {
  const prober = await createQueueProber(workerData as TriggerSetup, () => machineMs(process.hrtime.bigint()))
  serveProber(parentPort, prober)
}
