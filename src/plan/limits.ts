import type { BenchConfig } from '../config/bench-config.ts'
import type { Target } from '../core/target.ts'
import type { OpenProvider } from '../providers/connections.ts'
import type { ProviderLimits } from '../providers/provider-limits.ts'

/** What each provider of a run allows and charges, by its id. */
export type LimitsByProvider = ReadonlyMap<string, ProviderLimits>

/** What each of these providers allows and charges. */
export function limitsOf(providers: ReadonlyMap<string, Pick<OpenProvider, 'provider'>>): LimitsByProvider {
  return new Map([...providers].map(([id, { provider }]) => [id, provider.limits]))
}

/** The idle periods that were asked for, shortest first; else the longest of those usual on the platforms, ms. */
export function idlePeriods(
  { idle }: Pick<BenchConfig, 'idle'>,
  targets: readonly Target[],
  limits: LimitsByProvider,
): readonly number[] {
  if (idle && idle.length > 0) return [...new Set(idle)].sort((a, b) => a - b)
  return [targets.reduce((longest, target) => Math.max(longest, usualIdleMs(target, limits)), 0)]
}

/** The local engine counts from when an environment asks for more work, a moment after its reply. */
const LOCAL_MARGIN_MS = 50

function usualIdleMs({ provider, facts }: Target, limits: LimitsByProvider): number {
  const ttlMs = facts?.idleTtlMs
  if (typeof ttlMs === 'number') return ttlMs + LOCAL_MARGIN_MS
  return limits.get(provider)?.usualIdleMs ?? 0
}
