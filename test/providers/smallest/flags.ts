import type { ProviderFlag } from '../../../src/providers/provider.ts'

export const loopbackFlags: readonly ProviderFlag[] = [
  { key: 'greeting', flags: '--loopback-greeting <word>', text: 'what the function says' },
]
