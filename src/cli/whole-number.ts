import { ColdstartError } from '../core/errors.ts'

/** A whole number that an option wants, and its bounds. */
export interface WholeNumber {
  /** As it was typed: `--port`. */
  readonly flag: string
  readonly command: string
  readonly least: number
  readonly most: number
}

/** Reads a number of a flag. @throws ColdstartError `bad-arguments` unless it is a whole one within its bounds */
export function readWholeNumber(text: string, { flag, command, least, most }: WholeNumber): number {
  const value = Number(text)
  if (/^\d+$/.test(text.trim()) && value >= least && value <= most) return value
  throw new ColdstartError('bad-arguments', {
    reason: `${flag} takes a whole number from ${least} to ${most}, not "${text}".`,
    command,
  })
}
