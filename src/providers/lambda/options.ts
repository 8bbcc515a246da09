import { z } from 'zod'

/** What only Lambda can be told. */
export const lambdaOptions = z.strictObject({
  /** `invoke`: a signed Invoke with the log tail, no public endpoint. `url`: the public function URL. */
  mode: z.enum(['invoke', 'url']).default('invoke'),
  /** Name or ARN of a function of the user's own, measured in place of the sample. */
  functionName: z.string().exactOptional(),
  /** How `evict` forces a cold start: a changed configuration, or a fresh version out of a published batch. */
  evictBy: z.enum(['configuration', 'versions']).default('configuration'),
  versionsPerBatch: z.int().min(1).max(50).default(10),
  /** File with the event that a function of the user's own is invoked with; `{ nonce }` without it. */
  payloadFile: z.string().exactOptional(),
  /** Java, Python and .NET only; needs `evictBy: versions`. */
  snapStart: z.boolean().default(false),
  /** `file.export`; `lambda.handler` for the sample. */
  handler: z.string().exactOptional(),
})
/** The settings of Lambda alone, checked and with their defaults. */
export type LambdaOptions = z.output<typeof lambdaOptions>
