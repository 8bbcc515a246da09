import type { Network } from '../core/network.ts'
import type { Target } from '../core/target.ts'
import { routeOf } from '../providers/routed-connection.ts'
import type { PlannedTargets } from './targets.ts'

/**
 * Refuses what could only be measured through a proxy, before anything is made or asked.
 * @param there targets that are deployed already
 * @throws ColdstartError `behind-proxy`, `bad-proxy`
 */
export function judgeRoutes(
  { clouds, ownLambdas, urls }: Pick<PlannedTargets, 'clouds' | 'ownLambdas' | 'urls'>,
  network: Network,
  there: readonly Target[] = [],
): void {
  for (const { plan } of [...clouds, ...ownLambdas]) {
    const { measuredAt, preview } = plan
    if (measuredAt !== undefined) routeOf(measuredAt, preview.provider, network)
  }
  for (const { id, url, platform } of [...urls, ...there]) if (platform !== 'local') routeOf(url, id, network)
}
