import type { RegistryEntry } from '../registry-entry.ts'
import { cloudflareFlags } from './flags.ts'
import { cloudflareSigns } from './reply-signs.ts'

export const cloudflare: RegistryEntry = {
  id: 'cloudflare',
  platform: 'cloud',
  flags: cloudflareFlags,
  replySigns: cloudflareSigns,
  load: async () => (await import('./provider.ts')).cloudflareProvider,
}
