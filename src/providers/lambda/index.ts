import type { RegistryEntry } from '../registry-entry.ts'
import { lambdaFlags } from './flags.ts'

export const lambda: RegistryEntry = {
  id: 'lambda',
  platform: 'cloud',
  flags: lambdaFlags,
  load: async () => (await import('./provider.ts')).lambdaProvider,
}
