import { ColdstartError } from '../core/errors.ts'
import type { ReplySigns } from '../core/reply-signs.ts'
import { suggestionFor } from '../core/suggestion.ts'
import type { Provider } from './provider.ts'
import * as registry from './registry.ts'
import type { RegistryEntry } from './registry-entry.ts'

/** Every platform, in the order of their names. */
export const platforms: readonly RegistryEntry[] = Object.values(registry)

/** The ids that a deployment's `provider` may name. */
export const providerIds: readonly string[] = platforms.map(({ id }) => id)

/** Those that can be deployed to by name: what `--provider` takes beside `local`. */
export const cloudIds: readonly string[] = platforms
  .filter(({ platform }) => platform === 'cloud')
  .map(({ id }) => id)

/** How replies of every platform are told from a function's own. */
export const replySigns: readonly ReplySigns[] = platforms.flatMap((platform) => platform.replySigns ?? [])

/**
 * Loads a platform's code.
 * @param id one of `providerIds`
 * @throws ColdstartError `unknown-provider` with the nearest name
 */
export async function loadProvider(id: string): Promise<Provider> {
  const entry = platforms.find((platform) => platform.id === id)
  if (entry) return entry.load()
  throw unknownProvider(id)
}

/** @throws ColdstartError `unknown-provider` for the first that there is none of */
export function checkProviderIds(ids: readonly string[]): void {
  const unknown = ids.find((id) => !providerIds.includes(id))
  if (unknown !== undefined) throw unknownProvider(unknown)
}

/**
 * The one of `known` that a name stands for, or undefined: by what else a platform is called, as
 * `aws` for `lambda`, else by likeness.
 */
export function providerMeantBy(name: string, known: readonly string[]): string | undefined {
  const called = platforms.find(({ alsoCalled }) => alsoCalled?.includes(name.toLowerCase()))
  return called && known.includes(called.id) ? called.id : suggestionFor(name, known)
}

function unknownProvider(name: string): ColdstartError {
  const suggestion = providerMeantBy(name, providerIds)
  return new ColdstartError('unknown-provider', { name, known: providerIds, suggestion })
}
