import { rm } from 'node:fs/promises'
import { ColdstartError } from '../core/errors.ts'
import { makeOwnFolder } from '../core/own-folder.ts'
import { isReservedName } from '../core/reserved-name.ts'
import { suggestionFor } from '../core/suggestion.ts'
import { baselinePieces, isBaseline, type KeptRuns, parseBaseline } from './baseline-file.ts'
import { baselineFolder, baselinePath, listBaselines } from './baseline-folder.ts'
import { type BaselineRun, compactResult } from './baseline-run.ts'
import { readBaselineText } from './baseline-text.ts'
import { readDocument, readResult } from './read-result.ts'
import { writeFileAtomically } from './write-file.ts'

/** Runs that a baseline keeps unless it was told otherwise. */
const RUNS_KEPT = 10

/** Which run is saved, and under which name. */
export interface SaveBaseline {
  readonly cwd: string
  readonly name: string
  /** Start anew with this run. */
  readonly force: boolean
  /** Runs that are kept from now on. @default as before, at first 10 */
  readonly keep?: number
}

/** What became of a baseline. */
export interface SavedBaseline {
  readonly path: string
  /** Most runs that it has. */
  readonly keep: number
  /** Runs that it has now. */
  readonly runs: number
  /** Runs that are not in it any more. */
  readonly dropped: readonly string[]
}

/**
 * Adds a run to the baseline of a name; of more than it keeps, the first that were saved go.
 * @throws ColdstartError `bad-baseline-name`, `in-baseline-already` (unless forced), `cannot-write`, `not-a-result`
 */
export async function saveBaseline(run: BaselineRun, asked: SaveBaseline): Promise<SavedBaseline> {
  const { cwd, name, force } = asked
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(name) || name === 'latest' || isReservedName(name))
    throw new ColdstartError('bad-baseline-name', {
      name,
      ...(isReservedName(name) ? { isReserved: true } : {}),
    })
  const path = baselinePath(cwd, name)
  const isThere = (await listBaselines(baselineFolder(cwd))).includes(name)
  const known = isThere && !force ? await readKept(path) : undefined
  if (known?.runs.some((one) => one.run === run.run))
    throw new ColdstartError('in-baseline-already', { name, run: run.run })
  const keep = asked.keep ?? known?.keep ?? RUNS_KEPT
  const all = [...(known?.runs ?? []), run]
  const kept = all.slice(-keep)
  await writeFileAtomically(path, baselinePieces({ runs: kept, keep }), { force: true })
  makeOwnFolder(cwd)
  return { path, keep, runs: kept.length, dropped: all.slice(0, -keep).map((one) => one.run) }
}

/** An earlier version saved one whole result document. */
async function readKept(path: string): Promise<KeptRuns> {
  const document = (await readBaselineText(path)) ?? (await readDocument(path))
  if (isBaseline(document)) return parseBaseline(document, path)
  return { runs: [compactResult(await readResult(path))], keep: RUNS_KEPT }
}

/** @throws ColdstartError `no-such-result` */
export async function removeBaseline(cwd: string, name: string): Promise<void> {
  const known = await listBaselines(baselineFolder(cwd))
  if (!known.includes(name))
    throw new ColdstartError('no-such-result', { name, suggestion: suggestionFor(name, known) })
  await rm(baselinePath(cwd, name))
}
