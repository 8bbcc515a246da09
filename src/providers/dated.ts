import type { Dated, ProviderLimits } from './provider-limits.ts'

const DAY_MS = 24 * 60 * 60_000
/** Platforms change prices and limits about once a year: what is older than half of one may be wrong. */
const TRUSTED_DAYS = 180

/** How many days ago it was read, where that is too long to be relied on; undefined otherwise. */
function outdatedDays({ asOf }: Dated, wallMs: number): number | undefined {
  const days = Math.floor((wallMs - Date.parse(asOf)) / DAY_MS)
  return days > TRUSTED_DAYS ? days : undefined
}

/**
 * A sentence for each of a platform's prices, quotas and runtimes that were read more than 180 days ago.
 * @param wallMs now, epoch ms
 */
export function outdatedSentences(
  { prices, quotas = [], runtimes }: ProviderLimits,
  wallMs: number,
): string[] {
  const dated: [what: string, read: Dated | undefined][] = [
    ['The price list', prices],
    ...quotas.map((quota): [string, Dated] => [`The quota of ${quota.noun}`, quota]),
    ['The list of runtimes', runtimes],
  ]
  return dated.flatMap(([what, read]) => {
    const days = read && outdatedDays(read, wallMs)
    if (!read || days === undefined) return []
    return [`${what} was read ${days} days ago, on ${read.asOf}, and may have changed: ${read.source}`]
  })
}
