import { isMainThread, workerData } from 'node:worker_threads'

export function work(amount) {
  let sum = 0
  for (let i = 0; i < amount; i++) sum += i % 7
  return sum
}

if (!isMainThread) work(workerData)
