import { ColdstartError } from '../core/errors.ts'
import { readTextFile } from '../core/text-file.ts'

/** What a file was to be, for what is said where it is something else. */
interface Wanted<Found> {
  /** What is wanted of the document; undefined where it is another one. */
  readonly take: (document: never) => Found | undefined
  /** After the path: `is no report of coldstart why`. */
  readonly reason: string
  readonly suggestion: string
}

/**
 * Reads what `coldstart why` has written as JSON.
 * @param path absolute
 * @throws ColdstartError `bad-arguments` for a file that is missing, no JSON, or something else
 */
export async function readOwnReport<Found>(
  path: string,
  { take, reason, suggestion }: Wanted<Found>,
): Promise<Found> {
  const text = await readTextFile(path).catch(() => '')
  let found: Found | undefined
  try {
    found = take(JSON.parse(text) as never)
  } catch {}
  if (found !== undefined) return found
  throw new ColdstartError('bad-arguments', { reason: `${path} ${reason}.`, command: 'why', suggestion })
}
