import type { RegistryEntry } from '../../../src/providers/registry-entry.ts'
import { loopbackFlags } from './flags.ts'

export const loopback: RegistryEntry = {
  id: 'loopback',
  platform: 'cloud',
  flags: loopbackFlags,
  load: async () => (await import('./provider.ts')).loopbackProvider,
}
