import type { DeployPreview, ProviderContext } from '../../providers/provider.ts'
import { confirm } from '../deployment/confirm.ts'
import { describePreviews } from '../deployment/describe-preview.ts'
import type { Io } from '../io.ts'
import type { DeployOrder } from './deploy-points.ts'

/**
 * Shows what will be made, on which account, at what cost, and asks before the first remote create.
 * @returns false when the answer is no
 * @throws ColdstartError `bad-arguments` where nobody can answer and --yes is missing
 */
export async function agreeToDeploy(
  orders: readonly DeployOrder[],
  yes: boolean,
  context: ProviderContext,
  io: Io,
): Promise<boolean> {
  if (orders.length === 0) return true
  const previews: DeployPreview[] = []
  for (const { provider, spec } of orders) {
    const preview = await provider.preview?.(spec, context)
    if (preview) previews.push(preview)
  }
  const text = `${describePreviews(previews)}\nAll of it is taken down after the run, unless --keep is given.`
  return confirm({ text, question: 'Deploy this?', yes }, io)
}
