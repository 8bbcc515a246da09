import { catalogue, type ErrorCode, type ErrorDetails } from './error-catalogue/index.ts'
import type { ExitCode } from './exit-codes.ts'

/**
 * The one error users meet: what happened (`message`), what to do (`hint`), and the exit code it leads to.
 * All wording is in error-catalogue/; a caller gives a code and the facts.
 */
export class ColdstartError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'ColdstartError'
  readonly code: Code
  /** The facts the wording was made of, so that the error can cross a process boundary. */
  readonly details: ErrorDetails<Code>
  readonly hint: string
  readonly exitCode: ExitCode

  constructor(code: Code, details: ErrorDetails<Code>, options?: { cause?: unknown }) {
    const entry = (catalogue[code] as (details: ErrorDetails<Code>) => ErrorText)(details)
    super(entry.message, options)
    this.code = code
    this.details = details
    this.hint = entry.hint
    this.exitCode = entry.exitCode
  }
}

/** What a reader is told of an error, and how the command ends with it. */
export interface ErrorText {
  readonly message: string
  readonly hint: string
  readonly exitCode: ExitCode
}

/** True for errors that are shown by message and hint; anything else is a bug of ours. */
export function isColdstartError(error: unknown): error is ColdstartError {
  return error instanceof ColdstartError
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
