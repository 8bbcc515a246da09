import type { ProviderFlag } from '../provider-flag.ts'

/** The flags that only Cloudflare has. */
export const cloudflareFlags: readonly ProviderFlag[] = [
  {
    key: 'account',
    flags: '--cloudflare-account <id>',
    text: 'account id (default: CLOUDFLARE_ACCOUNT_ID, else the only one of the token)',
  },
]
