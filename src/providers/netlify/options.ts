import { z } from 'zod'

/** What a user may set for Netlify beside the common memory, region and runtime. */
export const netlifyOptions = z.strictObject({
  /** `v2` is `(req, context) => Response` under Netlify's bootstrap, `v1` a bare Lambda handler. */
  api: z.enum(['v1', 'v2']).default('v2'),
  /** Id or name of a site of the user's; it gets drafts only and is never deleted. */
  site: z.string().min(1).exactOptional(),
  /** Team slug; left out, the first team of the account. */
  account: z.string().min(1).exactOptional(),
  /** A production deploy costs 15 credits; drafts cost none and run the same functions. */
  production: z.boolean().default(false),
})
/** The settings of Netlify alone, checked and with their defaults. */
export type NetlifyOptions = z.infer<typeof netlifyOptions>
