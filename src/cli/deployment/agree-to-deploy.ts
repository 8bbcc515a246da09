import type { DeployPreview, DeploySpec, Provider, ProviderContext } from '../../providers/provider.ts'
import type { Io } from '../io.ts'
import { confirm } from './confirm.ts'
import { describePreviews } from './describe-preview.ts'

export interface DeployAgreement {
  readonly orders: readonly { readonly provider: Provider; readonly spec: DeploySpec }[]
  /** `--yes` was given. */
  readonly yes: boolean
  /** Said below what will be made. */
  readonly remark?: string
}

/**
 * Shows what will be made, on which account, at what cost, and asks before the first remote create.
 * @returns false when the answer is no; true, unasked, when there is nothing to make
 * @throws ColdstartError `bad-arguments` where nobody can answer and --yes is missing
 */
export async function agreeToDeploy(
  { orders, yes, remark }: DeployAgreement,
  context: ProviderContext,
  io: Io,
): Promise<boolean> {
  if (orders.length === 0) return true
  const previews: DeployPreview[] = []
  for (const { provider, spec } of orders) {
    const preview = await provider.preview?.(spec, context)
    if (preview) previews.push(preview)
  }
  const text = describePreviews(previews)
  const said = remark === undefined ? text : `${text}\n${remark}`
  return confirm({ text: said, question: 'Deploy this?', yes }, io)
}
