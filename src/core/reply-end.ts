import type { Sample } from './sample.ts'

/** Errors that show that the function was never reached, so that its idle clock runs on. */
const NEVER_REACHED = new Set(['dns', 'connect', 'tls'])

/** Whether an invocation got as far as the platform, and so ended an idle period. */
export function wasReached({ error }: Sample): boolean {
  return !NEVER_REACHED.has(error?.kind ?? '')
}

/** Wall clock of the end of a recorded reply, epoch ms. */
export function replyEnd({ startedAt, phases }: Sample): number {
  return Date.parse(startedAt) + (phases.totalMs ?? 0)
}
