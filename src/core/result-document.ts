import { z } from 'zod'
import { result } from './result.ts'

/** The published document: `--format json`, `results/<run>.json`, results/schema.v2.json. */
export const resultDocument = result.extend({
  /** Only with `--samples`. */
  samples: result.shape.samples.exactOptional(),
})
/** A result as it is published, results/schema.v2.json. */
export type ResultDocument = z.infer<typeof resultDocument>

/** What earlier versions wrote, results/schema.v1.json: every sample, and no waits beside them. Still read. */
export const firstResultDocument = result.omit({ waits: true }).extend({ schemaVersion: z.literal(1) })
/** A result of the first version, results/schema.v1.json. */
export type FirstResultDocument = z.infer<typeof firstResultDocument>
