import { ColdstartError } from '../../core/errors.ts'
import type { DeploySpec } from '../provider.ts'

/**
 * What Workers cannot have is said before anything is made.
 * @throws ColdstartError `cannot-deploy`
 */
export function refuseImpossible(spec: Omit<DeploySpec, 'options'>): void {
  const { region, memoryMb, runtime, architecture, schedule, workload } = spec
  if (region !== undefined)
    throw refusal('a Worker runs wherever it is called, and takes no region', 'Leave out --region.')
  if (memoryMb !== undefined)
    throw refusal('it sells no sizes: each Worker has 128 MB', 'Leave out --memory.')
  if (runtime !== undefined)
    throw refusal(
      'its runtime is chosen by a compatibility date',
      'Leave out --runtime, and write compatibility_date in wrangler.toml.',
    )
  if (architecture !== undefined) throw refusal('it takes no architecture', 'Leave out --architecture.')
  if (workload.timeoutMs !== undefined)
    throw refusal('a Worker has a limit of CPU time and none of duration', 'Leave out --function-timeout.')
  if (schedule !== undefined)
    throw refusal(
      'a cron trigger calls a handler called scheduled, not the one that is measured',
      'Leave out --schedule.',
    )
}

function refusal(reason: string, hint: string): ColdstartError {
  return new ColdstartError('cannot-deploy', { provider: 'Cloudflare', reason, hint })
}
