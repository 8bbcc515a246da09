import { types } from 'node:util'

/** An error as the Runtime API takes it. */
export interface DescribedError {
  readonly errorType: string | undefined
  readonly errorMessage: string | undefined
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
    if (!isNode24 && stack === undefined) throw new TypeError('an error without a stack')
    return { errorType: plain(name), errorMessage: plain(message), trace: plain(stack)?.split('\n') ?? [] }
  } catch {
    const errorMessage =
      'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack'
    return { errorType: 'handled', errorMessage, trace: [] }
  }
}

/** What is no text has no replace(), by which both clients take out DEL: they give up. */
function plain<Text extends string | undefined>(text: Text): Text {
  return (text === undefined || text === null ? undefined : text.replaceAll('\x7F', '%7F')) as Text
}

/** What has no toString makes major 3 give up. */
function wordsOf(thrown: unknown, isNode24: boolean): string {
  return isNode24 ? String(thrown) : (thrown as { toString(): string }).toString()
}

function looksLikeError(thrown: unknown): boolean {
  const { name, message, stack } = (thrown ?? {}) as Record<string, unknown>
  return [name, message, stack].every((one) => typeof one === 'string' && one !== '')
}
