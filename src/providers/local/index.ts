import type { RegistryEntry } from '../registry-entry.ts'

/** The local engine, as it is known before its code is loaded. */
export const local: RegistryEntry = {
  id: 'local',
  platform: 'local',
  flags: [],
  load: async () => (await import('./provider.ts')).localProvider,
}
