/** Built-in events of Lambda's usual sources; `event-shapes.ts` makes them. */
export const eventShapes = ['http-api', 'rest-api', 'function-url', 'sqs', 's3', 'schedule'] as const
/** One of the built-in events. */
export type EventShape = (typeof eventShapes)[number]

/** What a request is written in. */
export const requestWords = ['method', 'path', 'headers', 'body'] as const
/** One of the parts that a request is written in. */
export type RequestWord = (typeof requestWords)[number]

/**
 * Which words of a request a Lambda function's event carries.
 * @param event a built-in shape; a file or an event of the user's own is whole already; undefined is a plain request
 */
export function wordsCarriedBy(event: unknown): readonly RequestWord[] {
  if (event === undefined || ['http-api', 'rest-api', 'function-url'].includes(event as string))
    return requestWords
  return event === 'sqs' ? ['body'] : []
}
