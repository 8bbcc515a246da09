import { z } from 'zod'

/** What a user may set for Vercel beside the common memory, region and runtime. */
export const vercelOptions = z.strictObject({
  /**
   * `production` is what visitors get: warmed ahead and with cached bytecode. `preview` has neither.
   * The two are different quantities and never mixed in one deployment.
   */
  environment: z.enum(['production', 'preview']).default('production'),
  /** Fluid compute; left out, the platform decides (on for new projects). */
  fluid: z.boolean().exactOptional(),
  /** Requests that one instance serves at once; left out, the platform decides. */
  maxConcurrency: z.int().positive().exactOptional(),
  /** `prebuilt` uploads the Build Output; `source` lets Vercel build; `auto` falls back to source. */
  upload: z.enum(['auto', 'prebuilt', 'source']).default('auto'),
  /** `node` is `(req, res)`, `web` is `export function GET`. */
  handler: z.enum(['node', 'web']).default('node'),
  /** Team id (`team_…`) or slug; left out: VERCEL_ORG_ID, the project link, the CLI's current team, the user's default. */
  team: z.string().exactOptional(),
})
/** The settings of Vercel alone, checked and with their defaults. */
export type VercelOptions = z.infer<typeof vercelOptions>
