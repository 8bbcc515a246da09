import { z } from 'zod'
import { ColdstartError } from '../core/errors.ts'
import { type BaselineRun, baselineRun } from './baseline-run.ts'

/** A baseline on disk: several runs of one code. */
const baselineFile = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal('baseline'),
  /** The newest of them. */
  run: z.strictObject({ id: z.string(), startedAt: z.iso.datetime() }),
  keep: z.int().positive(),
  runs: z.array(baselineRun).min(1),
})

/** The runs of a baseline, in the order in which they were saved, and how many it keeps. */
export interface KeptRuns {
  readonly runs: readonly BaselineRun[]
  readonly keep: number
}

/** True for the document of a baseline; one that an earlier version saved is a result document. */
export function isBaseline(document: unknown): boolean {
  return (document as { kind?: unknown } | null)?.kind === 'baseline'
}

/** @throws ColdstartError `not-a-result` */
export function parseBaseline(document: unknown, path: string): KeptRuns {
  const { success, data, error } = baselineFile.safeParse(document)
  if (success) return data
  const [reason = 'its shape is another'] = z.prettifyError(error).split('\n')
  throw new ColdstartError('not-a-result', { path, reason: reason.replace(/^✖ /, '') })
}

/** The document of a baseline on one line, in pieces: with a million rows it is longer than a reader wants to hold. */
export function* baselinePieces({ runs, keep }: KeptRuns): Generator<string> {
  const { run: id, startedAt } = runs.at(-1) as BaselineRun
  const facts = { schemaVersion: 1, kind: 'baseline', run: { id, startedAt }, keep }
  yield `${JSON.stringify(facts).slice(0, -1)},"runs":[`
  for (const [place, { kinds, rows, ...others }] of runs.entries()) {
    yield `${place === 0 ? '' : ','}${JSON.stringify(others).slice(0, -1)},"kinds":[`
    for (const [index, kind] of kinds.entries()) yield `${index === 0 ? '' : ','}${JSON.stringify(kind)}`
    yield '],"rows":'
    yield* rows.text()
    yield '}'
  }
  yield ']}\n'
}
