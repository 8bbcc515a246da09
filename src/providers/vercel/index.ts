import type { RegistryEntry } from '../registry-entry.ts'
import { vercelFlags } from './flags.ts'
import { vercelSigns } from './reply-signs.ts'

export const vercel: RegistryEntry = {
  id: 'vercel',
  platform: 'cloud',
  flags: vercelFlags,
  replySigns: vercelSigns,
  load: async () => (await import('./provider.ts')).vercelProvider,
}
