import { z } from 'zod'

export const parameterValue = z.union([z.string(), z.number(), z.boolean()])

/** One invocable endpoint: deployment × region × memory × runtime × replica. */
export const target = z.strictObject({
  /** Unique in a run and readable in a table: `lambda`, `lambda/eu-west-1/512MB`, `vercel#2`. */
  id: z.string().min(1),
  /** The provider that builds requests for it and reads its replies. */
  provider: z.string().min(1),
  /** Where it runs, as the reader must be told: the local engine, a provider's cloud, or any URL. */
  platform: z.enum(['local', 'cloud', 'url']),
  url: z.url(),
  deployment: z.string().exactOptional(),
  /** The platform's name or ARN of the function. */
  functionName: z.string().exactOptional(),
  region: z.string().exactOptional(),
  memoryMb: z.number().positive().exactOptional(),
  runtime: z.string().exactOptional(),
  architecture: z.string().exactOptional(),
  /** Copies of one function that are independent cold domains share everything but this number. */
  replica: z.int().nonnegative().exactOptional(),
  /** Targets of one group are replicas of one function and are reported together. */
  group: z.string().exactOptional(),
  /** What the parameter matrix varied, for grouping in reports. */
  parameters: z.record(z.string(), parameterValue).exactOptional(),
  /** Facts a provider wants back in `request` and `interpret`, and parity facts (plan, production, concurrency). Never secrets. */
  details: z.record(z.string(), parameterValue).exactOptional(),
})
export type Target = Readonly<z.infer<typeof target>>
