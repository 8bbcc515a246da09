import type { RegistryEntry } from '../registry-entry.ts'
import { edgeSigns } from './reply-signs.ts'

/** Any URL, whoever serves it, as it is known before its code is loaded. */
export const http: RegistryEntry = {
  id: 'http',
  platform: 'url',
  flags: [],
  replySigns: edgeSigns,
  load: async () => (await import('./provider.ts')).httpProvider,
}
