import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { suggestionFor } from '../core/suggestion.ts'
import { baselineFolder, baselinePath, listBaselines } from './baselines.ts'

/** Folder of recorded runs, under the working directory. */
export const RESULTS_FOLDER = 'results'

/**
 * The file that a name means: a path, a baseline, the id of a recorded run, or `latest` (the newest file
 * in results/).
 * @throws ColdstartError `no-such-result`
 */
export async function findResult(name: string, cwd: string): Promise<string> {
  const recorded = await listRecorded(cwd)
  if (name === 'latest' && recorded[0]) return recorded[0].path
  const candidates = [resolve(cwd, name), baselinePath(cwd, name)]
  for (const path of candidates) if (await isFile(path)) return path
  const run = recorded.find(({ id }) => id === name)
  if (run) return run.path
  const known = [...recorded.map(({ id }) => id), ...(await listBaselines(baselineFolder(cwd)))]
  throw new ColdstartError('no-such-result', { name, suggestion: suggestionFor(name, known) })
}

interface Recorded {
  readonly id: string
  readonly path: string
}

/** Newest first; of a run that left both, its run file, from which the document was computed. */
async function listRecorded(cwd: string): Promise<Recorded[]> {
  const folder = join(cwd, RESULTS_FOLDER)
  const names = (await readdir(folder).catch((): string[] => [])).filter(isRecording)
  const dated = await Promise.all(
    names.map(async (name) => ({
      id: basename(name, extname(name)),
      path: join(folder, name),
      at: (await stat(join(folder, name))).mtimeMs,
    })),
  )
  const order = (name: string) => (name.endsWith('.jsonl') ? 0 : 1)
  const truths = dated.filter(({ id, path }) => path.endsWith('.jsonl') || !names.includes(`${id}.jsonl`))
  return truths.sort((a, b) => b.at - a.at || b.id.localeCompare(a.id) || order(a.path) - order(b.path))
}

function isRecording(name: string): boolean {
  return /\.jsonl?$/.test(name) && !name.startsWith('schema.')
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}
