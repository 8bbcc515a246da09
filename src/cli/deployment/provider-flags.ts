import { type CommandOption, type OptionValues, optionKey } from '../command.ts'

interface ProviderFlag {
  readonly provider: string
  /** The key in the provider's own options, whose schema checks the value. */
  readonly key: string
  readonly flags: string
  readonly text: string
  /** From what was typed to what the schema takes. */
  readonly read?: (value: string) => unknown
}

/** Flags that only one platform has; `--lambda-mode url` becomes `options.lambda.mode`. */
export const providerFlags: readonly ProviderFlag[] = [
  {
    provider: 'lambda',
    key: 'mode',
    flags: '--lambda-mode <mode>',
    text: 'invoke (signed, no public endpoint) or url (function URL)',
  },
  {
    provider: 'lambda',
    key: 'evictBy',
    flags: '--lambda-evict-by <way>',
    text: 'configuration, or versions published in batches',
  },
  {
    provider: 'lambda',
    key: 'versionsPerBatch',
    flags: '--lambda-versions-per-batch <n>',
    text: 'versions published at a time (default: 10)',
    read: Number,
  },
  {
    provider: 'lambda',
    key: 'payloadFile',
    flags: '--lambda-payload <file>',
    text: 'JSON event for --target lambda:<name>',
  },
  {
    provider: 'lambda',
    key: 'handler',
    flags: '--lambda-handler <file.export>',
    text: 'handler of a function of your own (--fixture)',
  },
  {
    provider: 'lambda',
    key: 'snapStart',
    flags: '--lambda-snapstart',
    text: 'SnapStart (Java, Python, .NET)',
  },
  {
    provider: 'vercel',
    key: 'environment',
    flags: '--vercel-environment <name>',
    text: 'production or preview',
  },
  {
    provider: 'vercel',
    key: 'team',
    flags: '--vercel-team <id>',
    text: 'team id or slug (default: VERCEL_ORG_ID, the project link)',
  },
  {
    provider: 'vercel',
    key: 'fluid',
    flags: '--vercel-fluid <on|off>',
    text: "Fluid compute (default: the platform's)",
    read: (value: string) => ({ on: true, off: false })[value] ?? value,
  },
  {
    provider: 'vercel',
    key: 'maxConcurrency',
    flags: '--vercel-max-concurrency <n>',
    text: 'requests one instance serves at once',
    read: Number,
  },
  {
    provider: 'vercel',
    key: 'handler',
    flags: '--vercel-handler <form>',
    text: 'node (req, res) or web (export function GET)',
  },
  {
    provider: 'netlify',
    key: 'site',
    flags: '--netlify-site <id>',
    text: 'deploy drafts to a site of yours, which is never deleted',
  },
  {
    provider: 'netlify',
    key: 'api',
    flags: '--netlify-api <version>',
    text: 'v2 or v1 of the functions API',
  },
  {
    provider: 'netlify',
    key: 'account',
    flags: '--netlify-account <slug>',
    text: 'team to make the site in',
  },
  {
    provider: 'netlify',
    key: 'production',
    flags: '--netlify-production',
    text: 'production deploys (15 credits each) in place of drafts',
  },
  { provider: 'google', key: 'project', flags: '--google-project <id>', text: 'project to deploy to' },
  {
    provider: 'google',
    key: 'invoker',
    flags: '--google-invoker <who>',
    text: 'auto, public or id-token: who may call the function',
  },
  {
    provider: 'google',
    key: 'cpu',
    flags: '--google-cpu <n>',
    text: 'vCPUs (default: by memory)',
    read: Number,
  },
  {
    provider: 'google',
    key: 'serviceAccount',
    flags: '--google-service-account <email>',
    text: 'account the function runs as',
  },
  {
    provider: 'google',
    key: 'entryPoint',
    flags: '--google-entry-point <name>',
    text: 'export of a function of your own (default: hello)',
  },
]

/** The flags of every platform, for the commands that deploy. */
export const providerOptions: readonly CommandOption[] = providerFlags.map(({ flags, text }) => ({
  flags,
  text,
  group: 'One platform only',
}))

/** What was typed, by provider: `{ lambda: { mode: 'url' } }`, and the flags that are not a platform's. */
export function takeProviderFlags(options: OptionValues): {
  readonly rest: OptionValues
  readonly byProvider: Readonly<Record<string, Readonly<Record<string, unknown>>>>
} {
  const rest: Record<string, unknown> = { ...options }
  const byProvider: Record<string, Record<string, unknown>> = {}
  for (const { provider, key, flags, read = (value: string) => value } of providerFlags) {
    const name = optionKey(flags)
    const value: unknown = rest[name]
    delete rest[name]
    if (value === undefined) continue
    byProvider[provider] = { ...byProvider[provider], [key]: typeof value === 'string' ? read(value) : value }
  }
  return { rest, byProvider }
}
