import { ColdstartError, isColdstartError, messageOf } from '../core/errors.ts'
import type { Result } from '../core/result.ts'
import { resultShape } from '../core/shape.ts'
import { readTextFile } from '../core/text-file.ts'
import { computeResult } from '../stats/result/compute-result.ts'
import { ResultBuilder, type ResultOptions } from '../stats/result/result-builder.ts'
import { readRunFile, runLines } from './read-run-file.ts'

/**
 * Reads what a run left behind: a run file (`.jsonl`), from which the result is computed anew, a result document
 * (`--format json`), or the newest run of a baseline.
 * @throws ColdstartError `not-a-result`, `not-a-file`, and those of `readRunFile`
 */
export async function readResult(path: string): Promise<Result> {
  const results = await readResults(path)
  return results[results.length - 1] as Result
}

/**
 * The same with every run of a baseline, oldest first; never empty.
 * @throws ColdstartError as `readResult`
 */
export async function readResults(path: string): Promise<readonly Result[]> {
  if (path.endsWith('.jsonl')) return [computeResult((await readRunFile(path)).run)]
  const document = await readDocument(path)
  const read = await resultShape.read(document)
  if ('value' in read) return [read.value]
  const { isBaseline, parseBaseline } = await import('./baseline-file.ts')
  if (!isBaseline(document)) throw new ColdstartError('not-a-result', { path, reason: read.reason })
  const { expandRun } = await import('./baseline-run.ts')
  return parseBaseline(document, path).runs.map(expandRun)
}

/** @throws ColdstartError `not-a-result` for what is no JSON */
export async function readDocument(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readTextFile(path))
  } catch (error) {
    if (isColdstartError(error)) throw error
    throw new ColdstartError('not-a-result', { path, reason: messageOf(error) }, { cause: error })
  }
}

/**
 * Computes a result from a run file of any length while reading it: memory grows by the columns of
 * `SampleTable` (32 bytes a sample, 92 for a cold one) and the samples' ids, never by the file. The result carries
 * no samples.
 * @throws ColdstartError as `readRunFile`
 */
export async function streamResult(path: string, options: ResultOptions = {}): Promise<Result> {
  let builder: ResultBuilder | undefined
  for await (const line of runLines(path)) {
    if (line.type === 'header') builder = new ResultBuilder(line, options)
    else if (line.type === 'sample') builder?.addSample(line.sample)
    else if (line.type === 'note') builder?.addNote(line)
    else if (line.type === 'footer') builder?.addFooter(line)
  }
  if (!builder) throw new ColdstartError('journal-empty', { path })
  return builder.build().result
}
