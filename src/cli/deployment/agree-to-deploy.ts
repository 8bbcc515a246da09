import type { DeployPlan } from '../../providers/provider.ts'
import type { Io } from '../io.ts'
import { confirm } from './confirm.ts'
import { describePreviews } from './describe-preview.ts'

export interface DeployAgreement {
  readonly plans: readonly DeployPlan[]
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
export async function agreeToDeploy({ plans, yes, remark }: DeployAgreement, io: Io): Promise<boolean> {
  if (plans.length === 0) return true
  const text = describePreviews(plans.map(({ preview }) => preview))
  const said = remark === undefined ? text : `${text}\n${remark}`
  return confirm({ text: said, question: 'Deploy this?', yes }, io)
}
