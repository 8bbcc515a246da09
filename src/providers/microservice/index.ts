import type { RegistryEntry } from '../registry-entry.ts'

/** The service that is never scaled to zero, as it is known before its code is loaded. */
export const microservice: RegistryEntry = {
  id: 'microservice',
  platform: 'local',
  flags: [],
  load: async () => (await import('./provider.ts')).microserviceProvider,
}
