import type { RegistryEntry } from '../registry-entry.ts'
import { netlifyFlags } from './flags.ts'

export const netlify: RegistryEntry = {
  id: 'netlify',
  platform: 'cloud',
  flags: netlifyFlags,
  load: async () => (await import('./provider.ts')).netlifyProvider,
}
