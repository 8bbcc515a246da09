import type { RegistryEntry } from '../registry-entry.ts'
import { netlifyFlags } from './flags.ts'
import { netlifySigns } from './reply-signs.ts'
import { netlifyVariables } from './reserved-variables.ts'

/** Netlify, as it is known before its code is loaded. */
export const netlify: RegistryEntry = {
  id: 'netlify',
  platform: 'cloud',
  flags: netlifyFlags,
  replySigns: netlifySigns,
  reservedVariables: netlifyVariables,
  load: async () => (await import('./provider.ts')).netlifyProvider,
}
