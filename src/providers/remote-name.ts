import { randomName } from '../core/ids.ts'

/** Netlify puts `<24 hex digits>--` before a site's name in one DNS label of 63. */
const LONGEST_NAME = 37
const PREFIX = 'coldstart-'
/** Thousands of names of one run, and two are still not the same by chance. */
const UNIQUE_LETTERS = 7
/** Earlier versions ended names with four letters. */
const NAME_SHAPE = /^coldstart-[0-9a-z-]{4,22}-[a-z2-9]{4,7}$/

/**
 * A name for something remote: lower case, at most 37 characters, legal on every platform, and random
 * at its end, so that it collides with nothing.
 * @param runId sorts the names by run; longer ids are cut
 */
export function newRemoteName(runId: string): string {
  const room = LONGEST_NAME - PREFIX.length - UNIQUE_LETTERS - 1
  const run = runId.toLowerCase().replace(/[^a-z0-9]+/g, '')
  return `${PREFIX}${run.slice(0, room)}-${randomName(UNIQUE_LETTERS)}`
}

/** Whether a name has the shape of ours; a weak sign, to be joined with a tag where the platform has tags. */
export function isRemoteName(name: string): boolean {
  return NAME_SHAPE.test(name)
}
