import type { ProviderFlag } from '../../../src/providers/provider-flag.ts'

export const loopbackFlags: readonly ProviderFlag[] = [
  { key: 'greeting', flags: '--loopback-greeting <word>', text: 'what the function says' },
]
