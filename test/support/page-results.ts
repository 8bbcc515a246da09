import type { Result } from '../../src/core/result.ts'
import type { RunHeader } from '../../src/core/run-file.ts'
import type { Sample } from '../../src/core/sample.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { coldSample, runFileOf, warmSample } from './run-file.ts'

/** A run of `rounds` rounds of one cold start and `warm` warm invocations of each target, waits that differ. */
export function resultOfRounds(
  rounds: number,
  { targets = ['lambda', 'vercel'], warm = 3, ...header }: Options = {},
): Result {
  const samples: Sample[] = []
  for (let round = 0; round < rounds; round++)
    for (const [index, target] of targets.entries()) {
      const startedAt = new Date(Date.UTC(2026, 10, 23) + round * 2000 + index * 700).toISOString()
      const waitMs = 80 * (index + 1) * (1 + ((round * 7) % 11) / 10)
      const breakdown = {
        platformMs: waitMs * 0.1,
        bootMs: waitMs * 0.7,
        loadMs: 1,
        handlerMs: 0.5,
        restMs: 0,
      }
      samples.push(coldSample(target, waitMs, { round, startedAt, idleMs: 500, breakdown }))
      for (let k = 0; k < warm; k++)
        samples.push(
          warmSample(target, 2 * (index + 1) * (1 + ((round * 3 + k) % 5) / 4), `i${round}`, {
            round,
            startedAt,
          }),
        )
    }
  return computeResult(runFileOf(samples, header))
}

interface Options extends Partial<Omit<RunHeader, 'targets'>> {
  readonly targets?: readonly string[]
  readonly warm?: number
}

/** What a reader sees: no markup, no style, no data. */
export function wordsOf(page: string): string {
  return page
    .replace(/<(style|script)\b[^>]*>.*?<\/\1>/gs, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
}
