import { KEY_PREFIX } from '../open-redis.ts'

/** What is left of a run that nobody finishes is forgotten so long after its last moment. */
export const KEPT_MS = 90 * 24 * 3_600_000

/** States of a job, in BullMQ's words, that has ended or is not there. */
export const ENDED: ReadonlySet<string> = new Set(['completed', 'failed', 'unknown'])

/** Keys of one run, and of the queue of a vantage point. */
export const keys = {
  /** From before a run has a file until everything is in that file: where it is missing, Redis has lost the run. */
  order: (run: string) => `${KEY_PREFIX}:run:${run}:order`,
  /** Who was about to send a sample's request, and when. */
  intent: (run: string, sample: string) => `${KEY_PREFIX}:run:${run}:intent:${sample}`,
  /** Samples by id, and their ids in the order in which they came. */
  results: (run: string) => `${KEY_PREFIX}:run:${run}:results`,
  log: (run: string) => `${KEY_PREFIX}:run:${run}:log`,
  /** Why a sample was given up before anything was sent. */
  reasons: (run: string) => `${KEY_PREFIX}:run:${run}:reasons`,
  /** When each target last replied, to whichever vantage point. */
  last: (run: string) => `${KEY_PREFIX}:run:${run}:last`,
  /** There once a coordinator has everything in its run file, and the rest of the run is removed. */
  collected: (run: string) => `${KEY_PREFIX}:collected:${run}`,
  /** There once all jobs are. */
  enqueued: (run: string) => `${KEY_PREFIX}:run:${run}:enqueued`,
  workers: () => `${KEY_PREFIX}:workers`,
  /** BullMQ's own, of a job: its lock, and the set of those that failed. */
  lock: (queue: string, job: string) => `${KEY_PREFIX}:${queue}:${job}:lock`,
  failed: (queue: string) => `${KEY_PREFIX}:${queue}:failed`,
} as const

/**
 * The queue that workers at a vantage point listen to. One version of coldstart never gets the jobs of another: what they
 * say, and how it is measured, may differ.
 */
export function queueName(vantage: string, version: string): string {
  return `${version}-vantage-${vantage}`
}

/** A job's id is its run and sample; BullMQ forbids colons in it. */
export function jobId(run: string, sample: string): string {
  return `${run}.${sample.replaceAll('%', '%25').replaceAll(':', '%3A')}`
}

/** The sample of a job, or undefined where it is of another run. */
export function sampleOfJob(run: string, job: string): string | undefined {
  if (!job.startsWith(`${run}.`)) return undefined
  return job
    .slice(run.length + 1)
    .replaceAll('%3A', ':')
    .replaceAll('%25', '%')
}
