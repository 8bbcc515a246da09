import { createHash } from 'node:crypto'
import type { Deployment } from '../../core/deployment.ts'
import { ColdstartError } from '../../core/errors.ts'
import type { WorkerCode } from './worker-package.ts'

/** What a Worker is run with, as the ledger keeps it: a hash, since a variable may be what its owner shows nobody. */
export function hashSettings({ settings }: Pick<WorkerCode, 'settings'>): string {
  const { compatibilityDate, compatibilityFlags, variables } = settings
  const names = Object.keys(variables).sort()
  const said = [compatibilityDate, compatibilityFlags, names.map((name) => [name, variables[name]])]
  return createHash('sha256').update(JSON.stringify(said)).digest('hex')
}

/**
 * A new version is to be the one before, with its date, flags and variables.
 * @throws ColdstartError `cannot-deploy` where the wrangler file says others than at the deploy
 */
export function refuseOtherSettings({ id, recipe }: Deployment, packed: WorkerCode): void {
  const before = (recipe as { readonly settingsSha256?: string } | undefined)?.settingsSha256
  if (before === undefined || before === hashSettings(packed)) return
  throw new ColdstartError('cannot-deploy', {
    provider: 'Cloudflare',
    reason: `compatibility date, flags or vars of the wrangler file have changed since ${id} was deployed`,
    hint: 'Destroy it and deploy again.',
  })
}
