import type { Reporter } from './reporter.ts'

/** The result document itself, as results/schema.v1.json describes it. */
export const json: Reporter = (result) => `${JSON.stringify(result, null, 2)}\n`
