import type { BenchConfig } from '../config/bench-config.ts'
import { ColdstartError } from '../core/errors.ts'
import type { Target } from '../core/target.ts'
import type { OpenProvider } from '../providers/connections.ts'
import type { ProviderLimits } from '../providers/provider.ts'
import type { ColdWay } from './plan.ts'

export type LimitsByProvider = ReadonlyMap<string, ProviderLimits>

/** What each of these providers allows and charges. */
export function limitsOf(providers: ReadonlyMap<string, Pick<OpenProvider, 'provider'>>): LimitsByProvider {
  return new Map([...providers].map(([id, { provider }]) => [id, provider.limits]))
}

/**
 * The ways of getting cold that a configuration asks for, `first` left out: it is not repeated.
 * An idle period that was not given is the longest of those usual on the platforms.
 * @throws ColdstartError `bad-arguments` when bursts are asked for without a size
 */
export function listColdWays(
  config: BenchConfig,
  targets: readonly Target[],
  limits: LimitsByProvider,
): ColdWay[] {
  const periods = idlePeriods(config, targets, limits)
  const wanted = new Set(config.coldBy)
  if (config.burst > 0) wanted.add('burst')
  if (wanted.has('burst') && config.burst === 0)
    throw new ColdstartError('bad-arguments', {
      reason: 'A burst needs a size: --burst 50.',
      command: 'bench',
    })
  return [...wanted].flatMap((coldBy): ColdWay[] => {
    if (coldBy === 'first') return []
    if (coldBy === 'evict') return [{ coldBy }]
    if (coldBy === 'burst') return [{ coldBy, plannedIdleMs: Math.max(...periods) }]
    return periods.map((plannedIdleMs) => ({ coldBy, plannedIdleMs }))
  })
}

function idlePeriods(
  config: BenchConfig,
  targets: readonly Target[],
  limits: LimitsByProvider,
): readonly number[] {
  if (config.idle && config.idle.length > 0) return [...new Set(config.idle)].sort((a, b) => a - b)
  return [Math.max(0, ...targets.map((target) => usualIdle(target, limits)))]
}

/** The local engine counts from when an environment asks for more work, a moment after its reply. */
const LOCAL_MARGIN_MS = 50

function usualIdle({ provider, details }: Target, limits: LimitsByProvider): number {
  const ttlMs = details?.idleTtlMs
  if (typeof ttlMs === 'number') return ttlMs + LOCAL_MARGIN_MS
  return limits.get(provider)?.usualIdleMs ?? 0
}
