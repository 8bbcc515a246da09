import type { ProviderFlag } from '../provider-flag.ts'

/** The flags that only Google Cloud has. */
export const googleFlags: readonly ProviderFlag[] = [
  { key: 'project', flags: '--google-project <id>', text: 'project to deploy to' },
  {
    key: 'invoker',
    flags: '--google-invoker <who>',
    text: 'auto, public or id-token: who may call the function',
  },
  {
    key: 'cpu',
    flags: '--google-cpu <n>',
    text: 'vCPUs (default: by memory)',
    read: Number,
  },
  {
    key: 'serviceAccount',
    flags: '--google-service-account <email>',
    text: 'account the function runs as',
  },
  {
    key: 'buildServiceAccount',
    flags: '--google-build-service-account <email>',
    text: 'account that builds the function',
  },
  {
    key: 'entryPoint',
    flags: '--google-entry-point <name>',
    text: 'export of a function of your own (default: hello)',
    nowSaid: '--export',
    ofFolder: true,
  },
]
