import { InvalidArgumentError } from 'commander'

/** Reads a count of a flag. @throws commander's error, which becomes a usage error, unless it is 1 or more */
export function wholeNumber(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1) return value
  throw new InvalidArgumentError('It must be a whole number from 1 on.')
}
