import { Queue, QueueEvents, Worker } from 'bullmq'

const NAME = 'orders'
const { hostname: host, port, username, password } = new URL(process.env.REDIS_URL ?? 'redis://127.0.0.1')
const connection = { host, port: Number(port || 6379), username, password }

export const openQueue = () => new Queue(NAME, { connection })
export const openEvents = () => new QueueEvents(NAME, { connection })
export const openWorker = (work) => new Worker(NAME, work, { connection, concurrency: 10 })
