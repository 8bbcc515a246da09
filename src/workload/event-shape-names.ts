/** Built-in events of Lambda's usual sources; `event-shapes.ts` makes them. */
export const eventShapes = ['http-api', 'rest-api', 'function-url', 'sqs', 's3', 'schedule'] as const
export type EventShape = (typeof eventShapes)[number]
