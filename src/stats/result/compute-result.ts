import type { Result } from '../../core/result.ts'
import type { RunFile } from '../../core/run-file.ts'
import { annotateSamples } from './annotate-samples.ts'
import { findChanges } from './changes.ts'
import { groupNames } from './collect-groups.ts'
import { decisionConfidence } from './decision-confidence.ts'
import { ResultBuilder, type ResultOptions } from './result-builder.ts'

export type { ResultOptions } from './result-builder.ts'

/**
 * Computes the published document from a run file: summaries per target group and way of getting cold,
 * comparisons, warnings, samples with what was inferred of them. Pure; the same file gives the same result.
 * @throws ColdstartError `not-a-number` when the file holds what is not a measurement
 */
export function computeResult(runFile: RunFile, options: ResultOptions = {}): Result {
  const builder = new ResultBuilder(runFile.header, options)
  for (const sample of runFile.samples) builder.addSample(sample)
  for (const note of runFile.notes) builder.addNote(note)
  if (runFile.footer) builder.addFooter(runFile.footer)
  const { result, groups } = builder.build()
  const names = groupNames(runFile.header.targets)
  const samples = annotateSamples(runFile.samples, groups, names)
  const { targets, config } = runFile.header
  const against = typeof config.against === 'string' ? { against: config.against } : {}
  const confidence = decisionConfidence(result)
  const changes = findChanges({
    targets,
    samples,
    groups,
    ...against,
    ...(confidence !== undefined && { confidence }),
  })
  return { ...result, ...(changes.length > 0 && { changes }), samples }
}
