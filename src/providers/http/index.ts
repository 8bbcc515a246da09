import type { RegistryEntry } from '../registry-entry.ts'
import { edgeSigns } from './reply-signs.ts'

export const http: RegistryEntry = {
  id: 'http',
  platform: 'url',
  flags: [],
  replySigns: edgeSigns,
  load: async () => (await import('./provider.ts')).httpProvider,
}
