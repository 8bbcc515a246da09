import type { RegistryEntry } from '../registry-entry.ts'

export const microservice: RegistryEntry = {
  id: 'microservice',
  platform: 'local',
  flags: [],
  load: async () => (await import('./provider.ts')).microserviceProvider,
}
