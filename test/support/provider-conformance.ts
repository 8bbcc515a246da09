import { describe } from 'vitest'
import { describeCalls, describeReplies } from './conformance/describe-calls.ts'
import { describeDeployments, describeLedger } from './conformance/describe-deploy.ts'
import { describeDestroy, describeOwnership } from './conformance/describe-destroy.ts'
import { describePlans } from './conformance/describe-plan.ts'
import { describeSecrets } from './conformance/describe-secrets.ts'
import { describeSelf } from './conformance/describe-self.ts'
import { type Conformance, suiteOf } from './conformance/suite.ts'
import type { Connected } from './connected.ts'

/** What every provider promises (src/providers/provider.ts), whatever its platform. */
export function describeProvider<Options>(provider: Connected<Options>, conformance: Conformance): void {
  const suite = suiteOf(provider, conformance)
  describe(`provider ${provider.id}`, () => {
    describeSelf(suite)
    describeReplies(suite)
    describeCalls(suite)
    describePlans(suite)
    describeDeployments(suite)
    describeLedger(suite)
    describeDestroy(suite)
    describeOwnership(suite)
    describeSecrets(suite)
  })
}
