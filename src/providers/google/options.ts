import { z } from 'zod'

/** What only Google Cloud has. */
export const googleOptions = z.strictObject({
  project: z.string().min(1).exactOptional(),
  /** Who may call the function: everybody where the organisation allows it, else only who has an identity token. */
  invoker: z.enum(['auto', 'public', 'id-token']).default('auto'),
  /** vCPUs; Google's own share for the memory size when left out. */
  cpu: z.number().positive().max(8).exactOptional(),
  /** The account the function runs as; the project's default one when left out. */
  serviceAccount: z.email().exactOptional(),
  /** The account that builds it; the project's default one when left out. */
  buildServiceAccount: z.email().exactOptional(),
  /** The exported function to call. */
  entryPoint: z.string().min(1).default('hello'),
})
/** The settings of Google Cloud alone, checked and with their defaults. */
export type GoogleOptions = z.infer<typeof googleOptions>
