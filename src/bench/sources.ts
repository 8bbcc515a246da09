import type { BenchConfig } from '../config/bench-config.ts'
import { ColdstartError } from '../core/errors.ts'
import { suggestionFor } from '../core/suggestion.ts'
import type { Target } from '../core/target.ts'
import { cloudIds } from '../providers/index.ts'
import { contracts } from '../workload/contract.ts'

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

/** Those that need nothing that is not installed with coldstart. */
const LOCAL_DEFAULT = ['lambda', 'vercel', 'netlify']
/** A handler of the user's own is written for one contract. */
const OWN_DEFAULT = ['lambda']

/**
 * Sorts what the configuration names; with neither providers nor targets, the local engine's three.
 * @throws ColdstartError `bad-arguments` for a cloud that the local engine cannot stand in for
 */
export function sortSources(config: BenchConfig, where: 'local' | 'cloud'): FunctionSources {
  const named = [...new Set(config.providers)].filter((name) => name !== 'local')
  const nothingNamed = config.targets.length === 0 && named.length === 0
  const usual = config.options.local?.functionPath === undefined ? LOCAL_DEFAULT : OWN_DEFAULT
  const local = config.providers.includes('local') || nothingNamed ? usual : []
  if (where === 'local') refuseStrangers(named)
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

/** @throws ColdstartError `unknown-provider`, with the nearest name */
export function checkProviders({ providers }: BenchConfig): void {
  const known: readonly string[] = [...cloudIds, 'local']
  const name = providers.find((provider) => !known.includes(provider))
  if (name === undefined) return
  throw new ColdstartError('unknown-provider', { name, known, suggestion: suggestionFor(name, known) })
}

/** A cloud that the local engine has no runtime for. */
function refuseStrangers(names: readonly string[]): void {
  const known: readonly string[] = contracts
  const stranger = names.find((name) => !known.includes(name))
  if (stranger === undefined) return
  throw new ColdstartError('bad-arguments', {
    reason: `The local engine cannot stand in for ${stranger}; it has ${known.join(', ')}.`,
    command: 'bench',
    suggestion: '--deploy, for the cloud itself',
  })
}
