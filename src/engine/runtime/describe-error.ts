import { types } from 'node:util'

/** An error as the Runtime API takes it. */
export interface DescribedError {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace: readonly string[]
}

/**
 * What AWS's clients say of whatever a function threw (aws-lambda-ric, src/Errors.js; of major 4, utils/error.js).
 * Major 3 takes an error of another realm, and what looks like one, for an error too.
 */
export function describeError(thrown: unknown, isNode24: boolean): DescribedError {
  try {
    const isError =
      thrown instanceof Error || (!isNode24 && (types.isNativeError(thrown) || looksLikeError(thrown)))
    if (!isError) return { errorType: typeof thrown, errorMessage: wordsOf(thrown, isNode24), trace: [] }
    const { name, message, stack } = thrown as Error
    return { errorType: name, errorMessage: message, trace: stack?.split('\n') ?? [] }
  } catch {
    const errorMessage =
      'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack'
    return { errorType: 'handled', errorMessage, trace: [] }
  }
}

/** What has no toString makes major 3 give up. */
function wordsOf(thrown: unknown, isNode24: boolean): string {
  return isNode24 ? String(thrown) : (thrown as { toString(): string }).toString()
}

function looksLikeError(thrown: unknown): boolean {
  const { name, message, stack } = (thrown ?? {}) as Record<string, unknown>
  return [name, message, stack].every((one) => typeof one === 'string' && one !== '')
}
