import type { ProviderFlag } from '../provider-flag.ts'

/** The flags that only Netlify has. */
export const netlifyFlags: readonly ProviderFlag[] = [
  {
    key: 'site',
    flags: '--netlify-site <id>',
    text: 'deploy drafts to a site of yours, which is never deleted',
  },
  {
    key: 'api',
    flags: '--netlify-api <version>',
    text: 'v2 or v1 of the functions API, of the sample function',
    ofFolder: true,
  },
  {
    key: 'account',
    flags: '--netlify-account <slug>',
    text: 'team to make the site in',
    whyUnused: ({ site }) => (site === undefined ? undefined : '--netlify-site names a site that is there'),
  },
  {
    key: 'production',
    flags: '--netlify-production',
    text: 'production deploys (15 credits each) in place of drafts',
  },
]
