import { Worker } from 'node:worker_threads'
import { work } from './fixed-work-thread.mjs'

/** Does a fixed amount of work, in as many threads as it is asked to, and says what that took. */
export async function handler({ work: amount, threads = 1 }) {
  const [startedMs, before] = [performance.now(), process.cpuUsage()]
  if (threads === 1) work(amount)
  else await Promise.all(Array.from({ length: threads }, () => inThread(amount)))
  const { user, system } = process.cpuUsage(before)
  return { wallMs: performance.now() - startedMs, cpuMs: (user + system) / 1000 }
}

function inThread(workerData) {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./fixed-work-thread.mjs', import.meta.url), { workerData })
    thread.once('exit', resolve)
    thread.once('error', reject)
  })
}
