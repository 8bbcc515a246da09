import type { RegistryEntry } from '../registry-entry.ts'
import { vercelFlags } from './flags.ts'

export const vercel: RegistryEntry = {
  id: 'vercel',
  platform: 'cloud',
  flags: vercelFlags,
  load: async () => (await import('./provider.ts')).vercelProvider,
}
