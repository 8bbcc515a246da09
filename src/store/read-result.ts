import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ColdstartError, messageOf } from '../core/errors.ts'
import { type Result, result as resultSchema } from '../core/result.ts'
import { computeResult } from '../stats/result/compute-result.ts'
import { readRunFile } from './read-run-file.ts'

/**
 * Reads what a run left behind: a run file (`.jsonl`), from which the result is computed anew, or a result
 * document (`--format json`).
 * @throws ColdstartError `not-a-result`, and those of `readRunFile`
 */
export async function readResult(path: string): Promise<Result> {
  if (path.endsWith('.jsonl')) return computeResult((await readRunFile(path)).run)
  const text = await readFile(path, 'utf8')
  const read = resultSchema.safeParse(parseJson(text, path))
  if (read.success) return read.data
  const reason = z.prettifyError(read.error).split('\n')[0]?.replace(/^✖ /, '') ?? 'its shape is another'
  throw new ColdstartError('not-a-result', { path, reason })
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ColdstartError('not-a-result', { path, reason: messageOf(error) }, { cause: error })
  }
}
