import type { RegistryEntry } from '../registry-entry.ts'
import { googleFlags } from './flags.ts'
import { googleSigns } from './reply-signs.ts'
import { googleVariables } from './reserved-variables.ts'

/** Google Cloud, as it is known before its code is loaded. */
export const google: RegistryEntry = {
  id: 'google',
  alsoCalled: ['gcp', 'gcf', 'gcloud', 'google-cloud', 'cloud-functions'],
  platform: 'cloud',
  flags: googleFlags,
  replySigns: googleSigns,
  reservedVariables: googleVariables,
  load: async () => (await import('./provider.ts')).googleProvider,
}
