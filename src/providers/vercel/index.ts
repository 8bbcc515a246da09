import type { RegistryEntry } from '../registry-entry.ts'
import { vercelFlags } from './flags.ts'
import { vercelSigns } from './reply-signs.ts'
import { vercelVariables } from './reserved-variables.ts'

/** Vercel, as it is known before its code is loaded. */
export const vercel: RegistryEntry = {
  id: 'vercel',
  platform: 'cloud',
  flags: vercelFlags,
  replySigns: vercelSigns,
  reservedVariables: vercelVariables,
  load: async () => (await import('./provider.ts')).vercelProvider,
}
