import type { ProviderContext } from './provider.ts'

/** How often something is asked for, and until when, ms. */
export interface PollPace {
  /** How long after the start this pace holds, ms. */
  readonly untilMs: number
  readonly everyMs: number
}

/** Often at first, then rarely: the pace at which Vercel's own client asks (@vercel/client). */
export const usualPace: readonly PollPace[] = [
  { untilMs: 15_000, everyMs: 1000 },
  { untilMs: 60_000, everyMs: 5000 },
  { untilMs: 300_000, everyMs: 15_000 },
]

/**
 * Asks until there is an answer, sleeping on the context's clock between two tries.
 * @param ask gives undefined for "not yet"
 * @param deadlineMs from the first try, in milliseconds
 * @returns the answer, or undefined when the time was up
 */
export async function pollUntil<T>(
  ask: () => Promise<T | undefined>,
  deadlineMs: number,
  context: ProviderContext,
  pace: readonly PollPace[] = usualPace,
): Promise<T | undefined> {
  const startMs = context.clock.monotonicMs()
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    const passedMs = context.clock.monotonicMs() - startMs
    if (passedMs >= deadlineMs) return undefined
    const everyMs = pace.find(({ untilMs }) => passedMs < untilMs)?.everyMs ?? 30_000
    await context.clock.sleep(everyMs, context.signal)
  }
}
