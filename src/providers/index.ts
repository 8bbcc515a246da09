import { ColdstartError } from '../core/errors.ts'
import { suggestionFor } from '../core/suggestion.ts'
import type { Provider } from './provider.ts'

/** Providers differ in their options, which their own zod schema checks; callers see them as unknown. */
type LoadProvider = () => Promise<Provider>

function known<Options>(load: () => Promise<Provider<Options>>): LoadProvider {
  return load as LoadProvider
}

/** Every provider by its id. A provider's file, and the SDK behind it, is loaded only when it is used. */
const registry: Readonly<Record<string, LoadProvider>> = {
  local: known(async () => (await import('./local/provider.ts')).localProvider),
  vercel: known(async () => (await import('./vercel/provider.ts')).vercelProvider),
  netlify: known(async () => (await import('./netlify/provider.ts')).netlifyProvider),
  google: known(async () => (await import('./google/provider.ts')).googleProvider),
  lambda: known(async () => (await import('./lambda/lambda-provider.ts')).lambdaProvider),
  http: known(async () => (await import('./http.ts')).httpProvider),
}

/** The ids that `--provider` and a deployment's `provider` may name. */
export const providerIds: readonly string[] = Object.keys(registry)

/**
 * @param id one of `providerIds`
 * @throws ColdstartError `unknown-provider` with the nearest name
 */
export async function loadProvider(id: string): Promise<Provider> {
  const load = Object.hasOwn(registry, id) ? registry[id] : undefined
  if (load) return load()
  const suggestion = suggestionFor(id, providerIds)
  throw new ColdstartError('unknown-provider', { name: id, known: providerIds, suggestion })
}
