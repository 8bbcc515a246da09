import type { RegistryEntry } from '../registry-entry.ts'
import { netlifyFlags } from './flags.ts'
import { netlifySigns } from './reply-signs.ts'

export const netlify: RegistryEntry = {
  id: 'netlify',
  platform: 'cloud',
  flags: netlifyFlags,
  replySigns: netlifySigns,
  load: async () => (await import('./provider.ts')).netlifyProvider,
}
