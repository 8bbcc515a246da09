import type { RegistryEntry } from '../registry-entry.ts'
import { googleFlags } from './flags.ts'
import { googleSigns } from './reply-signs.ts'

export const google: RegistryEntry = {
  id: 'google',
  platform: 'cloud',
  flags: googleFlags,
  replySigns: googleSigns,
  load: async () => (await import('./provider.ts')).googleProvider,
}
