import { access, open, readdir } from 'node:fs/promises'
import { isAbsolute, join, resolve } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { suggestionFor } from '../core/suggestion.ts'

const ENDING = '.jsonl'

/** Ids of the runs whose files lie in a folder, oldest first; a folder that does not exist has none. */
export async function listRunIds(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  const files = names.filter((name) => name.endsWith(ENDING))
  return files.map((name) => name.slice(0, -ENDING.length)).sort()
}

/**
 * The run file that is meant by an id, the beginning of one, `latest`, or a path.
 * @param folder where run files lie, usually `results`
 * @throws ColdstartError `run-not-found`
 */
export async function findRun(run: string, folder: string, cwd: string): Promise<string> {
  if (run.endsWith(ENDING) || isAbsolute(run)) return existing(resolve(cwd, run), run, folder)
  const ids = await listRunIds(folder)
  if (run === 'latest' && ids.length > 0) return join(folder, `${ids.at(-1)}${ENDING}`)
  const begun = ids.filter((id) => id.startsWith(run))
  const only = ids.includes(run) ? run : begun.length === 1 ? begun[0] : undefined
  if (only !== undefined) return join(folder, `${only}${ENDING}`)
  throw new ColdstartError('run-not-found', { run, folder, suggestion: begun[0] ?? suggestionFor(run, ids) })
}

/**
 * Like `findRun`, for going on with a run: `latest` is the newest one that is unfinished.
 * @throws ColdstartError `run-not-found`
 */
export async function findRunToResume(run: string, folder: string, cwd: string): Promise<string> {
  if (run !== 'latest') return findRun(run, folder, cwd)
  for (const id of (await listRunIds(folder)).reverse()) {
    const path = join(folder, `${id}${ENDING}`)
    if (!(await endsWithFooter(path))) return path
  }
  return findRun(run, folder, cwd)
}

/** Longer than any footer. */
const TAIL_BYTES = 1024

async function endsWithFooter(path: string): Promise<boolean> {
  const handle = await open(path)
  try {
    const { size } = await handle.stat()
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES))
    await handle.read(tail, 0, tail.length, size - tail.length)
    return tail.toString().includes('{"type":"footer",')
  } finally {
    await handle.close()
  }
}

async function existing(path: string, run: string, folder: string): Promise<string> {
  await access(path).catch((error: unknown) => {
    throw new ColdstartError('run-not-found', { run, folder }, { cause: error })
  })
  return path
}
