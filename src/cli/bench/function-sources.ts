import type { BenchConfig } from '../../config/bench-config.ts'
import { ColdstartError } from '../../core/errors.ts'
import { suggestionFor } from '../../core/suggestion.ts'
import type { Target } from '../../core/target.ts'

/** Where the functions of a run come from, before any of them is there. */
export interface FunctionSources {
  /** Contracts of the sample function on the local engine. */
  readonly local: readonly string[]
  /** Clouds to deploy to. */
  readonly clouds: readonly string[]
  /** Lambda functions of the user's own. */
  readonly ownLambdas: readonly { readonly name: string; readonly reference: string }[]
  /** URLs that answer already. */
  readonly urls: readonly Target[]
}

/** What `--provider` may name, on the local engine and in the clouds alike. */
export const platforms = ['lambda', 'vercel', 'netlify', 'google'] as const

/** Those that need nothing that is not installed with coldstart. */
const LOCAL_DEFAULT = ['lambda', 'vercel', 'netlify']

/**
 * Sorts what the configuration names; with neither providers nor targets, the local engine's three.
 * @throws ColdstartError `unknown-provider`
 */
export function sortSources(config: BenchConfig, where: 'local' | 'cloud'): FunctionSources {
  const named = [...new Set(config.providers)].filter((name) => name !== 'local')
  for (const name of named) refuseUnknown(name)
  const nothingNamed = config.targets.length === 0 && named.length === 0
  const local = config.providers.includes('local') || nothingNamed ? LOCAL_DEFAULT : []
  return {
    local: where === 'local' ? [...new Set([...named, ...local])] : local,
    clouds: where === 'cloud' ? named : [],
    ownLambdas: config.targets.flatMap(({ name, url }) =>
      url.startsWith('lambda:') ? [{ name, reference: url.slice('lambda:'.length) }] : [],
    ),
    urls: config.targets
      .filter(({ url }) => !url.startsWith('lambda:'))
      .map(({ name, url }) => ({ id: name, provider: 'http', platform: 'url', url })),
  }
}

function refuseUnknown(name: string): void {
  const known: readonly string[] = platforms
  if (known.includes(name)) return
  throw new ColdstartError('unknown-provider', { name, known, suggestion: suggestionFor(name, known) })
}
