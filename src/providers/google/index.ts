import type { RegistryEntry } from '../registry-entry.ts'
import { googleFlags } from './flags.ts'

export const google: RegistryEntry = {
  id: 'google',
  platform: 'cloud',
  flags: googleFlags,
  load: async () => (await import('./provider.ts')).googleProvider,
}
