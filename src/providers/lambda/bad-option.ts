import { ColdstartError } from '../../core/errors.ts'

/** The error `lambda-bad-option` of what Lambda cannot honour: why, and what to give in its place. */
export function badOption(reason: string, hint: string): ColdstartError {
  return new ColdstartError('lambda-bad-option', { reason, hint })
}
