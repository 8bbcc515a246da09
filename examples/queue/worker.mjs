/** Takes orders off the queue and calls the function with each: FUNCTION_URL=… node worker.mjs */
import { openWorker } from './queue.mjs'

const { FUNCTION_URL } = process.env
if (!FUNCTION_URL) throw new Error('FUNCTION_URL is not set: what coldstart serve prints for the function.')

const worker = openWorker(async (job) => {
  const response = await fetch(FUNCTION_URL, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(job.data),
    signal: AbortSignal.timeout(10_000),
  })
  // What is thrown is tried again, after a pause.
  if (!response.ok) throw new Error(`The function answered ${response.status}.`)
  return response.json()
})
worker.on('failed', (job, error) => console.error(`order ${job?.data.order}: ${error.message}`))
await worker.waitUntilReady()
console.log('waiting for orders')

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, async () => {
    // What is under way is finished first.
    await worker.close()
    process.exit()
  })
