import type { ProviderFlag } from '../provider-flag.ts'

/** The flags that only Lambda has. */
export const lambdaFlags: readonly ProviderFlag[] = [
  {
    key: 'mode',
    flags: '--lambda-mode <mode>',
    text: 'invoke (signed, no public endpoint) or url (function URL)',
  },
  {
    key: 'evictBy',
    flags: '--lambda-evict-by <way>',
    text: 'configuration, or versions published in batches',
    coldBy: 'evict',
  },
  {
    key: 'versionsPerBatch',
    flags: '--lambda-versions-per-batch <n>',
    text: 'versions published at a time (default: 10)',
    read: Number,
    coldBy: 'evict',
    whyUnused: ({ evictBy }) =>
      evictBy === 'versions' ? undefined : '--lambda-evict-by versions was not given',
  },
  {
    key: 'handler',
    flags: '--lambda-handler <file.export>',
    text: 'handler of a function of your own (--fixture)',
    nowSaid: '--function with --export',
    ofFolder: true,
  },
  {
    key: 'snapStart',
    flags: '--lambda-snapstart',
    text: 'SnapStart (Java, Python, .NET)',
  },
]
