import type { BenchConfig } from '../config/bench-config.ts'
import type { Provider } from '../providers/provider.ts'
import type { SizeRange } from '../providers/provider-limits.ts'
import { expandMatrix, type MatrixPoint } from './expand-matrix.ts'

type Limited = Pick<Provider, 'id' | 'title' | 'limits'>

/** What of a run's matrix one provider is measured at. */
export interface ProviderPoints {
  readonly points: readonly MatrixPoint[]
  /** What was asked for and is not measured here, in words. */
  readonly note?: string
}

/**
 * The points of a run's matrix for one provider. Where others of the run have a memory size that this one does not, it
 * is measured at those that it has, else once at its own, and says so; a size that none of them has is left in, for
 * the provider to refuse.
 * @param all every provider that the run deploys to
 */
export function pointsFor(config: BenchConfig, provider: Limited, all: readonly Limited[]): ProviderPoints {
  const asked = [...new Set(config.memory ?? [])]
  const isElsewhere = (mb: number) => all.some(({ limits }) => fits(mb, limits.memory?.sizes))
  const left = asked.filter((mb) => !fits(mb, provider.limits.memory?.sizes) && isElsewhere(mb))
  if (left.length === 0) return { points: expandMatrix(config) }
  const kept = asked.filter((mb) => !left.includes(mb))
  const { memory: _, ...rest } = config
  const points = expandMatrix({ ...rest, ...(kept.length > 0 && { memory: kept }) })
  const instead = kept.length > 0 ? '' : '; it is measured once, at its own size'
  return {
    points,
    note: `it has no function of ${left.join(' or ')} MB${instead} (${words(provider.limits.memory?.sizes)})`,
  }
}

function fits(mb: number, sizes: SizeRange | undefined): boolean {
  if (sizes === undefined) return true
  return 'only' in sizes ? sizes.only.includes(mb) : mb >= sizes.least && mb <= sizes.most
}

function words(sizes: SizeRange | undefined): string {
  if (sizes === undefined) return ''
  return 'only' in sizes
    ? `it has ${sizes.only.join(' and ')} MB`
    : `it has ${sizes.least} to ${sizes.most} MB`
}
