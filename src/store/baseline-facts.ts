import type { Target } from '../core/target.ts'
import { isBaseline, parseBaseline } from './baseline-file.ts'
import { readBaselineText } from './baseline-text.ts'
import { asResult, readDocument } from './read-result.ts'

/** What names a run of a baseline, without its samples. */
export interface BaselineFacts {
  readonly run: string
  readonly startedAt: string
  readonly targets: readonly Target[]
}

/**
 * The runs of a baseline, oldest first, and no figure of them: nothing is computed, and its rows are let go at once.
 * @throws ColdstartError `not-a-result`
 */
export async function readBaselineFacts(path: string): Promise<readonly BaselineFacts[]> {
  const document = (await readBaselineText(path)) ?? (await readDocument(path))
  if (isBaseline(document)) {
    const { runs } = parseBaseline(document, path)
    return runs.map(({ run, startedAt, targets }) => ({ run, startedAt, targets }))
  }
  // An earlier version saved one whole result document.
  const { run, targets } = await asResult(document, path)
  return [{ run: run.id, startedAt: run.startedAt, targets }]
}
