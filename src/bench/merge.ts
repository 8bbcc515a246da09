import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { plainText } from '../core/plain-text.ts'
import type { RunFooter, RunHeader, RunLine, RunPart } from '../core/run-file.ts'
import { findResult } from '../store/find-recorded.ts'
import { runLines } from '../store/read-run-file.ts'
import { RESULTS_FOLDER } from '../store/recorded-runs.ts'
import { refuseUnwritable, writeFileAtomically } from '../store/write-file.ts'
import { mergedFooter, mergedHeader, namedParts, ofPart, type RunEnds } from './merge-parts.ts'
import { whyNotMerged } from './why-not-merged.ts'

/** Where runs are looked for, and where the merged run is written. */
export interface MergeRequest {
  /** The folder whose `results/` names are looked up in. */
  readonly cwd: string
  /** Where the merged run goes; ends in `.jsonl`, by which run files are known. @default `results/<its id>.jsonl` */
  readonly output?: string
  /** Overwrites a file that is there. */
  readonly force?: boolean
}

/** The merged run: its file, and the parts that it was made of. */
export interface MergeOutcome {
  /** Of the merged run's file, for `report` and `compare`. */
  readonly runFile: string
  readonly run: string
  readonly parts: readonly RunPart[]
  readonly samples: number
}

/**
 * Joins finished runs of one plan and one code, from several machines or places, into one run file: each target
 * appears once for each part (`lambda@fra`, `lambda@nrt`), and samples of different parts are not pooled. A part is called by the
 * name before its file, else by its place, its label or its run's id: the first of these that tells all parts apart.
 *
 * @example
 * const { runFile } = await merge(['fra=a.jsonl', 'nrt=b.jsonl'], { cwd: process.cwd() })
 *
 * @param words at least two run files, run ids or `latest`, each alone or as `name=file`
 * @throws ColdstartError `cannot-merge`, `bad-arguments`, `no-such-result`, `file-exists`, and those of `runLines`
 */
export async function merge(words: readonly string[], request: MergeRequest): Promise<MergeOutcome> {
  if (words.length < 2)
    throw new ColdstartError('bad-arguments', {
      reason: 'A merge needs at least two runs.',
      command: 'merge',
    })
  const runs = await Promise.all(words.map((word) => readEnds(word, request.cwd)))
  const reasons = whyNotMerged(runs)
  if (reasons.length > 0) throw new ColdstartError('cannot-merge', { reasons })
  const parts = namedParts(runs)
  const run = idOf(parts)
  const { cwd, output = join(RESULTS_FOLDER, `${run}.jsonl`), force = false } = request
  const runFile = resolve(cwd, output)
  await refuseOutput(runFile, output, runs)
  await refuseUnwritable(runFile, force)
  await writeFileAtomically(runFile, linesOf(run, runs, parts), { force })
  return { runFile, run, parts, samples: runs.reduce((sum, { footer }) => sum + (footer?.samples ?? 0), 0) }
}

/** What no command could read again, and what would be lost: a run that is merged here. */
async function refuseOutput(runFile: string, output: string, runs: readonly RunEnds[]): Promise<void> {
  if (!runFile.endsWith('.jsonl'))
    throw new ColdstartError('bad-arguments', {
      reason: `The merged run is a run file, and "${output}" does not end in .jsonl.`,
      command: 'merge',
    })
  const [place, ...places] = await Promise.all(
    [runFile, ...runs.map(({ path }) => path)].map((path) => realpath(path).catch(() => undefined)),
  )
  const overwritten = place === undefined ? undefined : runs[places.indexOf(place)]
  if (overwritten)
    throw new ColdstartError('cannot-merge', { reasons: [`${output} is ${overwritten.word}, one of them`] })
}

/** A word of the user's as the file that it means, with what its ends say; the whole file is read and checked. */
async function readEnds(word: string, cwd: string): Promise<RunEnds> {
  const [, name, rest] = /^([\p{L}\p{N}._+-]+)=(.+)$/u.exec(word) ?? []
  const whole = await findResult(word, cwd).catch((error: unknown) => {
    if (name === undefined) throw error
  })
  const path = whole ?? (await findResult(rest ?? word, cwd))
  const given = whole === undefined && name !== undefined ? { name } : {}
  if (!path.endsWith('.jsonl'))
    throw new ColdstartError('cannot-merge', {
      reasons: [`${word} is not a run file (.jsonl); only those hold the samples`],
    })
  let header: RunHeader | undefined
  let footer: RunFooter | undefined
  let errors = 0
  for await (const line of runLines(path)) {
    if (line.type === 'header') header = line
    else if (line.type === 'footer') footer = line
    else if (line.type === 'sample' && line.sample.error) errors++
  }
  if (!header) throw new ColdstartError('journal-empty', { path })
  return { word, path, header, errors, ...(footer && { footer }), ...given }
}

/** The same parts give the same id, in whatever order they are named. */
function idOf(parts: readonly RunPart[]): string {
  const [first = ''] = parts.map(({ startedAt }) => startedAt).sort()
  const runs = parts.map(({ run, name }) => `${run} ${name}`).sort()
  const hash = createHash('sha256').update(JSON.stringify(runs)).digest('hex').slice(0, 6)
  return `${first.slice(0, 19).replaceAll(':', '')}-merged-${hash}`
}

async function* linesOf(
  run: string,
  runs: readonly RunEnds[],
  parts: readonly RunPart[],
): AsyncGenerator<string> {
  yield written(mergedHeader(run, runs, parts))
  for (const [index, { path }] of runs.entries()) {
    const { name } = parts[index] as RunPart
    for await (const line of runLines(path))
      if (line.type === 'sample' || line.type === 'note') yield written(ofPart(line, name))
  }
  yield written(mergedFooter(runs, parts))
}

function written(line: RunLine): string {
  return `${plainText(JSON.stringify(line))}\n`
}
