/** The shop: enqueues orders and goes on at once. node producer.mjs [orders] */
import { openEvents, openQueue } from './queue.mjs'

const count = Number(process.argv[2] ?? 3)
const queue = openQueue()
const events = openEvents()
await events.waitUntilReady()

const begun = performance.now()
const jobs = await queue.addBulk(
  Array.from({ length: count }, (_, index) => ({
    name: 'confirm',
    data: { order: index + 1, to: `customer-${index + 1}@example.com` },
    opts: { attempts: 3, backoff: { type: 'exponential', delay: 200 }, removeOnComplete: 1000 },
  })),
)
console.log(`enqueued ${count} in ${Math.round(performance.now() - begun)} ms`)

for (const job of jobs) {
  const { sent } = await job.waitUntilFinished(events)
  console.log(`${Math.round(performance.now() - begun)} ms: ${sent}`)
}
await Promise.all([queue.close(), events.close()])
