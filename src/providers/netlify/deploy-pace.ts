import { ColdstartError } from '../../core/errors.ts'
import type { ProviderContext } from '../provider.ts'
import { DEPLOYS_PER_DAY, DEPLOYS_PER_MINUTE } from './limits.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Counts the deploys of one connection; those of others only show as a 429. */
export interface DeployPace {
  /**
   * Waits until Netlify's limits (3 deploys a minute, 100 a day by API) allow one more, and counts it.
   * @throws ColdstartError `remote-quota` when the day's deploys are used up
   */
  awaitTurn(): Promise<void>
}

/** The pace of one connection, which has deployed nothing yet. */
export function createDeployPace(context: ProviderContext): DeployPace {
  const deploysAtMs: number[] = []
  return { awaitTurn: () => awaitTurn(deploysAtMs, context) }
}

async function awaitTurn(deploysAtMs: number[], context: ProviderContext): Promise<void> {
  const { clock } = context
  const taken = deploysAtMs.filter((at) => clock.monotonicMs() - at < DAY_MS)
  if (taken.length >= DEPLOYS_PER_DAY) {
    const reason = `${DEPLOYS_PER_DAY} deploys in 24 hours`
    const hint =
      'Wait a day, use more replicas (one deploy makes them all cold), or measure with --cold-by idle.'
    throw new ColdstartError('remote-quota', { provider: 'Netlify', action: 'deploy', reason, hint })
  }
  const third = taken.at(-DEPLOYS_PER_MINUTE)
  const waitMs = third === undefined ? 0 : third + MINUTE_MS - clock.monotonicMs()
  if (waitMs > 0) {
    context.logger.info(
      `Netlify allows ${DEPLOYS_PER_MINUTE} deploys a minute; waiting ${Math.ceil(waitMs / 1000)} s.`,
    )
    await clock.sleep(waitMs, context.signal)
  }
  deploysAtMs.push(clock.monotonicMs())
}
