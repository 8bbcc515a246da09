import { dirname, join } from 'node:path'
import { ColdstartError, isColdstartError, messageOf } from '../core/errors.ts'
import { collectAfter } from '../core/garbage.ts'
import type { Result, SampledResult } from '../core/result.ts'
import type { Sample } from '../core/sample.ts'
import { RESULT_SCHEMA_VERSION } from '../core/schema-versions.ts'
import { firstResultShape, resultShape } from '../core/shape.ts'
import type { Target } from '../core/target.ts'
import { readTextFile } from '../core/text-file.ts'
import { annotator, rowNotes } from '../stats/result/compute-result.ts'
import { groupsOfResult } from '../stats/result/groups-of-result.ts'
import { waitsOfGroups } from '../stats/result/measured-waits.ts'
import { type BuiltResult, ResultBuilder, type ResultOptions } from '../stats/result/result-builder.ts'
import { groupNames } from '../stats/result/target-group.ts'
import { runLines, samplesAgain } from './read-run-file.ts'

/**
 * Reads what a run left behind for its figures and waits: a run file (`.jsonl`), from which the result is computed
 * anew while it is read, a result document (`--format json`), or the newest run of a baseline. It carries samples
 * only where a document does.
 * @throws ColdstartError `not-a-result`, `not-a-file`, and those of `runLines`
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
  return (await readAllBuilt(path)).map(({ result }) => result)
}

/**
 * As `readResults`, with the groups behind each: who needs both reads and collects once.
 * @throws ColdstartError as `readResult`
 */
export async function readAllBuilt(path: string): Promise<readonly BuiltResult[]> {
  if (path.endsWith('.jsonl')) return [await readBuilt(path)]
  const { readBaselineText } = await import('./baseline-text.ts')
  const document = (await readBaselineText(path)) ?? (await readDocument(path))
  const { isBaseline, parseBaseline } = await import('./baseline-file.ts')
  if (!isBaseline(document)) {
    const result = await asResult(document, path)
    return [{ result, groups: groupsOfResult(result) }]
  }
  const { buildRun } = await import('./baseline-run.ts')
  return parseBaseline(document, path).runs.map(buildRun)
}

/**
 * The figures of a result, and its whole samples one by one: those of a run file, read a second time; of a document,
 * its own or those of the run file beside it.
 * @throws ColdstartError `samples-gone` where a document has none and no run file lies beside it; as `readResult`
 */
export async function readSampled(path: string): Promise<Required<SampledResult>> {
  if (path.endsWith('.jsonl')) return streamSampled(path)
  const result = await readResult(path)
  if (result.samples.length > 0 || result.waits.length === 0) return { result, samples: () => result.samples }
  const runFile = join(dirname(path), `${result.run.id}.jsonl`)
  try {
    return { result, samples: (await streamSampled(runFile)).samples }
  } catch (error) {
    if (!isColdstartError(error) || error.code !== 'run-not-found') throw error
    throw new ColdstartError('samples-gone', { path, runFile }, { cause: error })
  }
}

async function streamSampled(path: string): Promise<Required<SampledResult>> {
  return sampledFrom(path, await readBuilt(path))
}

/**
 * A result with the samples of its run file, as it shows them: read when they are asked for, one by one.
 * @param built from that file; its groups may be let go, what they say of single samples is kept
 */
export function sampledFrom(path: string, { result, groups }: BuiltResult): Required<SampledResult> {
  const notes = rowNotes(groups)
  const rows = groups.reduce((sum, { table }) => sum + table.rows, 0)
  return { result, samples: () => annotatedSamples(path, notes, result.targets, rows) }
}

async function* annotatedSamples(
  path: string,
  notes: ReturnType<typeof rowNotes>,
  targets: readonly Target[],
  rows: number,
): AsyncGenerator<Sample> {
  collectAfter(rows)
  const annotate = annotator(notes, groupNames(targets))
  for await (const sample of samplesAgain(path)) yield annotate(sample)
}

/**
 * A result document of this version or of the first one, read.
 * @throws ColdstartError `not-a-result`
 */
export async function asResult(document: unknown, path: string): Promise<Result> {
  const version = (document as { schemaVersion?: unknown } | null)?.schemaVersion
  if (version === 1) {
    const read = await firstResultShape.read(document)
    if ('reason' in read) throw new ColdstartError('not-a-result', { path, reason: read.reason })
    const first: Result = { ...read.value, schemaVersion: RESULT_SCHEMA_VERSION, waits: [] }
    return { ...first, waits: waitsOfGroups(groupsOfResult(first)) }
  }
  const read = await resultShape.read(document)
  if ('reason' in read) throw new ColdstartError('not-a-result', { path, reason: read.reason })
  return { ...read.value, samples: read.value.samples ?? [] }
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
 * `SampleTable` (36 bytes a sample, 96 for a cold one) and the samples' ids, never by the file. The result carries
 * no samples.
 * @throws ColdstartError as `readRunFile`
 */
export async function streamResult(path: string, options: ResultOptions = {}): Promise<Result> {
  return (await readBuilt(path, options)).result
}

/**
 * The same with the groups that the result was computed from.
 * @throws ColdstartError as `readRunFile`
 */
export async function readBuilt(path: string, options: ResultOptions = {}): Promise<BuiltResult> {
  let builder: ResultBuilder | undefined
  let samples = 0
  for await (const line of runLines(path)) {
    if (line.type === 'header') builder = new ResultBuilder(line, options)
    else if (line.type === 'sample') {
      builder?.addSample(line.sample)
      samples++
    } else if (line.type === 'note') builder?.addNote(line)
    else if (line.type === 'footer') builder?.addFooter(line)
  }
  if (!builder) throw new ColdstartError('journal-empty', { path })
  collectAfter(samples)
  return builder.build()
}
