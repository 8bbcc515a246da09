import type { Reporter } from './reporter.ts'

/** The result document itself, as results/schema.v2.json describes it, with every sample. */
export const json: Reporter = (result) => `${JSON.stringify(result, null, 2)}\n`
