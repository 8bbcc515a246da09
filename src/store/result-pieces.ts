import { jsonPieces } from '../core/json-pieces.ts'
import type { SampledResult } from '../core/result.ts'
import { roundMs } from '../core/round-ms.ts'

/**
 * The published document in pieces, on one line: figures and waits, whole samples only where they are given. Times are
 * rounded to microseconds, other figures to nine digits.
 */
export async function* resultPieces({ result, samples }: SampledResult): AsyncGenerator<string> {
  const { samples: _, ...figures } = result
  if (!samples) return yield* jsonPieces(figures, 0, rounded)
  let held = ''
  for (const piece of jsonPieces(figures, 0, rounded)) {
    yield held
    held = piece
  }
  yield `${held.replace(/\}\s*$/, '')},"samples":[`
  let divider = ''
  for await (const sample of samples()) {
    yield divider + JSON.stringify(sample, rounded)
    divider = ','
  }
  yield ']}\n'
}

function rounded(key: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isInteger(value)) return value
  return key.endsWith('Ms') ? roundMs(value) : Number(value.toPrecision(9))
}
