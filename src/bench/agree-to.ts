import type { BenchConfig } from '../config/bench-config.ts'
import { ColdstartError } from '../core/errors.ts'
import type { Target } from '../core/target.ts'
import type { Connections } from '../providers/connections.ts'
import { judgeQuotas } from './judge-quotas.ts'
import { judgeRoutes } from './judge-routes.ts'
import type { BenchContext } from './session.ts'
import type { PlannedTargets } from './targets.ts'

/**
 * What stands before the first remote create: the way to what would be measured, quotas, and the user's word.
 * @param there targets that are deployed already
 * @throws ColdstartError `behind-proxy`, `over-quota`; `declined` where something remote would be made and nobody agreed
 */
export async function agreeTo(
  planned: PlannedTargets,
  config: BenchConfig,
  connections: Connections,
  { agree }: BenchContext,
  there: readonly Target[] = [],
): Promise<void> {
  judgeRoutes(planned, connections.context.network, there)
  await judgeQuotas(planned, config, connections)
  if (planned.clouds.length === 0) return
  const agreed = await agree?.(planned.clouds.map(({ plan }) => plan))
  if (agreed !== true) throw new ColdstartError('declined', { asked: agree !== undefined })
}
