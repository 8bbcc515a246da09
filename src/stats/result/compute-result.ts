import type { Result } from '../../core/result.ts'
import type { RunFile } from '../../core/run-file.ts'
import { annotateSamples } from './annotate-samples.ts'
import { groupNames } from './collect-groups.ts'
import { ResultBuilder, type ResultOptions } from './result-builder.ts'

export type { ResultOptions } from './result-builder.ts'

/**
 * Computes the result of a run file: summaries per target group and way of getting cold, comparisons, warnings, waits,
 * samples with what was inferred of them. Pure; the same file gives the same result.
 * @throws ColdstartError `not-a-number` when the file holds what is not a measurement
 */
export function computeResult(runFile: RunFile, options: ResultOptions = {}): Result {
  const builder = new ResultBuilder(runFile.header, options)
  for (const sample of runFile.samples) builder.addSample(sample)
  for (const note of runFile.notes) builder.addNote(note)
  if (runFile.footer) builder.addFooter(runFile.footer)
  const { result, groups } = builder.build()
  return { ...result, samples: annotateSamples(runFile.samples, groups, groupNames(runFile.header.targets)) }
}
