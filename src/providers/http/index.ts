import type { RegistryEntry } from '../registry-entry.ts'

export const http: RegistryEntry = {
  id: 'http',
  platform: 'url',
  flags: [],
  load: async () => (await import('./provider.ts')).httpProvider,
}
