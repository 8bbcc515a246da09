import type { ProviderFlag } from '../provider-flag.ts'

/** The flags that only Vercel has. */
export const vercelFlags: readonly ProviderFlag[] = [
  {
    key: 'environment',
    flags: '--vercel-environment <name>',
    text: 'production or preview',
  },
  {
    key: 'team',
    flags: '--vercel-team <id>',
    text: "team id or slug (default: VERCEL_ORG_ID, project link, the CLI's team)",
  },
  {
    key: 'fluid',
    flags: '--vercel-fluid <on|off>',
    text: "Fluid compute (default: the platform's)",
    read: (value: string) => ({ on: true, off: false })[value] ?? value,
  },
  {
    key: 'maxConcurrency',
    flags: '--vercel-max-concurrency <n>',
    text: 'requests one instance serves at once',
    read: Number,
  },
  {
    key: 'handler',
    flags: '--vercel-handler <form>',
    text: 'node (req, res) or web (export function GET), of the sample function',
    ofFolder: true,
  },
]
