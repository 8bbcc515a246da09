import type { RegistryEntry } from '../registry-entry.ts'

export const local: RegistryEntry = {
  id: 'local',
  platform: 'local',
  flags: [],
  load: async () => (await import('./provider.ts')).localProvider,
}
