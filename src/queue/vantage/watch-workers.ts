import type { Redis } from 'ioredis'
import { presentWorkers, SAYS_EVERY_MS } from './registry.ts'
import type { ProbeOrder } from './work-order.ts'

/**
 * Looks whether requests are due at a place that no worker is at.
 * @returns what is new since the last call, a sentence each
 */
export type WorkerWatch = (open: ReadonlyMap<string, ProbeOrder>, nowMs: number) => Promise<readonly string[]>

/** @param version of coldstart, which the run's workers are of */
export function watchWorkers(redis: Redis, run: string, version: string): WorkerWatch {
  const deserted = new Set<string>()
  let lookedAtMs = 0
  return async (open, nowMs) => {
    if (nowMs - lookedAtMs < SAYS_EVERY_MS) return []
    lookedAtMs = nowMs
    const { workers, others } = await presentWorkers(redis, nowMs, version)
    const places = new Set(workers.map(({ vantage }) => vantage))
    const back = [...deserted].filter((vantage) => places.has(vantage))
    for (const vantage of back) deserted.delete(vantage)
    const waiting = [...dueByVantage(open, nowMs)].filter(
      ([vantage]) => !places.has(vantage) && !deserted.has(vantage),
    )
    for (const [vantage] of waiting) deserted.add(vantage)
    return [
      ...back.map((vantage) => `A worker is at ${vantage} again.`),
      ...waiting.map(([vantage, count]) => {
        const other = others.find((worker) => worker.vantage === vantage)
        return sentenceOf({ vantage, count, run, version, ...(other && { other: other.version }) })
      }),
    ]
  }
}

interface Deserted {
  readonly vantage: string
  readonly count: number
  readonly run: string
  readonly version: string
  /** Of a worker that is there in place of one. */
  readonly other?: string
}

function sentenceOf({ vantage, count, run, version, other }: Deserted): string {
  const instead =
    other === undefined ? '' : `, but one of coldstart ${other}, which takes nothing of this run`
  const due = count === 1 ? 'A request that is due there waits' : `${count} requests that are due there wait`
  return `No worker of coldstart ${version} is at ${vantage}${instead}. ${due} for one, however long that takes. To end the run without: coldstart resume ${run} --cancel.`
}

function dueByVantage(open: ReadonlyMap<string, ProbeOrder>, nowMs: number): ReadonlyMap<string, number> {
  const due = new Map<string, number>()
  for (const { vantage, dueMs } of open.values())
    if (dueMs < nowMs - SAYS_EVERY_MS) due.set(vantage, (due.get(vantage) ?? 0) + 1)
  return due
}
