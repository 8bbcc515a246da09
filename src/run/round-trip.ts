import type { Sample } from '../core/sample.ts'

/** Round trip to a target: the median of its TCP connect times so far, ms; undefined before the first. */
export function roundTripOf(samples: readonly Sample[]): number | undefined {
  const times = samples.flatMap(({ phases }) => phases.connectMs ?? []).sort((a, b) => a - b)
  const upper = times[Math.floor(times.length / 2)]
  const lower = times[Math.floor((times.length - 1) / 2)]
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2
}
