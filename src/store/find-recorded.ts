import { stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { suggestionFor } from '../core/suggestion.ts'
import { refuseSpecialFile } from '../core/text-file.ts'
import { baselineFolder, baselinePath, listBaselines } from './baseline-folder.ts'
import { isLocked } from './lock.ts'
import { idOf, latestRun, RESULTS_FOLDER, recordedIds, recordedRuns } from './recorded-runs.ts'

/** The word for the newest recorded run. */
const LATEST = 'latest'
/** Candidates of an ambiguous beginning that are named. */
const NAMED = 5

/**
 * The file that a name means, wherever a result is named: `latest` (the newest recorded run, see `recordedRuns`),
 * else a path, else a baseline, else the whole id of a recorded run, else the beginning of one id.
 * @throws ColdstartError `no-such-result`, `ambiguous-run`, `not-a-file`
 */
export async function findResult(name: string, cwd: string): Promise<string> {
  const found =
    (name === LATEST && (await latestRun(cwd))?.path) ||
    (await fileAt(resolve(cwd, name), name)) ||
    (isPlain(name) && (await fileAt(baselinePath(cwd, name)))) ||
    (await recordingOf(name, cwd, ['.jsonl', '.json']))
  if (found) return found
  const known = [LATEST, ...recordedIds(cwd), ...(await listBaselines(baselineFolder(cwd)))]
  throw new ColdstartError('no-such-result', { name, suggestion: suggestionFor(name, known) })
}

/**
 * The run file to go on with: the one that is named (`latest`, a path, an id or the beginning of one), else the newest
 * that is unfinished and that nobody is writing.
 * @throws ColdstartError `run-not-found`, `run-file-gone`, `ambiguous-run`, `not-a-file`, `nothing-to-resume`, and `run-finished` for
 *   a latest run that is
 */
export async function findRunToResume(name: string | undefined, cwd: string): Promise<string> {
  if (name === undefined) return newestUnfinished(cwd)
  const latest = name === LATEST ? await latestRun(cwd) : undefined
  if (latest?.state === 'finished') {
    const unfinished = (await recordedRuns(cwd)).findLast(({ state }) => state === 'unfinished')?.id
    throw new ColdstartError('run-finished', { run: latest.id, isLatest: true, unfinished })
  }
  const found =
    latest?.path ??
    (await fileAt(resolve(cwd, name), name)) ??
    (await recordingOf(name, cwd, ['.jsonl', '.json']))
  if (found) return found.endsWith('.json') ? runFileBeside(found, cwd) : found
  const suggestion = suggestionFor(name, [LATEST, ...recordedIds(cwd)])
  throw new ColdstartError('run-not-found', { run: name, folder: RESULTS_FOLDER, suggestion })
}

/**
 * The run file of a run whose result document was named. Other JSON is given back: it is refused where it is read.
 * @throws ColdstartError `run-file-gone` for a recorded run of which the document alone is there
 */
async function runFileBeside(document: string, cwd: string): Promise<string> {
  const runFile = await fileAt(`${document}l`)
  if (runFile) return runFile
  if (dirname(document) !== join(cwd, RESULTS_FOLDER)) return document
  throw new ColdstartError('run-file-gone', {
    run: idOf(basename(document)),
    document: relative(cwd, document),
  })
}

async function newestUnfinished(cwd: string): Promise<string> {
  const running: string[] = []
  for (const { id, path, state } of (await recordedRuns(cwd)).reverse()) {
    if (state !== 'unfinished') continue
    if (!(await isLocked(path))) return path
    running.push(id)
  }
  throw new ColdstartError('nothing-to-resume', { running })
}

/** By its whole id without a look at the folder, else by the beginning of it. */
async function recordingOf(
  name: string,
  cwd: string,
  endings: readonly string[],
): Promise<string | undefined> {
  if (!isPlain(name)) return undefined
  const candidates = (id: string) => endings.map((ending) => join(cwd, RESULTS_FOLDER, `${id}${ending}`))
  for (const path of candidates(name)) if (await fileAt(path)) return path
  const begun = recordedIds(cwd).filter((id) => id.startsWith(name))
  if (begun.length > 1) {
    const named = begun.slice(-NAMED)
    throw new ColdstartError('ambiguous-run', {
      run: name,
      candidates: named,
      more: begun.length - named.length,
    })
  }
  const [only] = begun
  if (only !== undefined) for (const path of candidates(only)) if (await fileAt(path)) return path
  return undefined
}

/** A name that leads to no other folder. */
function isPlain(name: string): boolean {
  return name !== '' && !name.includes('/') && !name.includes(sep)
}

/**
 * The path if a file is there.
 * @param given what the user wrote: if it can only be a path, what is there and is no file is refused by name
 */
async function fileAt(path: string, given?: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile()) return path
  if (found && given !== undefined && (!found.isDirectory() || !isPlain(given))) await refuseSpecialFile(path)
  return undefined
}
