import type { RegistryEntry } from '../registry-entry.ts'
import { lambdaFlags } from './flags.ts'
import { awsSigns } from './reply-signs.ts'
import { lambdaVariables } from './reserved-variables.ts'

/** Lambda, as it is known before its code is loaded. */
export const lambda: RegistryEntry = {
  id: 'lambda',
  alsoCalled: ['aws', 'amazon', 'aws-lambda'],
  platform: 'cloud',
  flags: lambdaFlags,
  replySigns: awsSigns,
  reservedVariables: lambdaVariables,
  load: async () => (await import('./provider.ts')).lambdaProvider,
}
