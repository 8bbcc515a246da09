import { z } from 'zod'

/** What a user may set for Cloudflare; Workers have neither regions nor sizes. */
export const cloudflareOptions = z.strictObject({
  /** Left out: CLOUDFLARE_ACCOUNT_ID, else the only account that the credentials see. */
  account: z.string().exactOptional(),
})
/** The settings of Cloudflare alone, checked and with their defaults. */
export type CloudflareOptions = z.infer<typeof cloudflareOptions>
