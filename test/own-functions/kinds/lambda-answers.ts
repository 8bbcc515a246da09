import type { Kind } from './kind.ts'
import { errors } from './lambda-answers/errors.ts'
import { results } from './lambda-answers/results.ts'

/** How a handler answers: return values, callbacks, context, errors. */
export const lambdaAnswers: readonly Kind[] = [...errors, ...results]
