import type { RegistryEntry } from '../registry-entry.ts'
import { cloudflareFlags } from './flags.ts'
import { cloudflareSigns } from './reply-signs.ts'

/** Cloudflare, as it is known before its code is loaded. */
export const cloudflare: RegistryEntry = {
  id: 'cloudflare',
  alsoCalled: ['cf', 'worker', 'workers', 'cloudflare-workers'],
  platform: 'cloud',
  flags: cloudflareFlags,
  replySigns: cloudflareSigns,
  load: async () => (await import('./provider.ts')).cloudflareProvider,
}
