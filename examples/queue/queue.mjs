import { Queue, QueueEvents, Worker } from 'bullmq'

const NAME = 'orders'
/** As ioredis takes it: `rediss://` is TLS, and a password may be in it. */
const connection = { url: process.env.REDIS_URL ?? 'redis://127.0.0.1:6379' }

export const openQueue = () => new Queue(NAME, { connection })
export const openEvents = () => new QueueEvents(NAME, { connection })
export const openWorker = (work) => new Worker(NAME, work, { connection, concurrency: 10 })
