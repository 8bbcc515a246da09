import { onTestFinished } from 'vitest'
import { localProvider } from '../../support/connected-providers.ts'
import { describeProvider } from '../../support/provider-conformance.ts'
import { createDeployContext } from '../../support/stand-in/deploy-setup.ts'

describeProvider(localProvider, {
  options: { contracts: ['lambda'] },
  async open() {
    const context = createDeployContext({})
    onTestFinished(() => localProvider.closeAll())
    return { context, secrets: [], existing: () => [], faults: () => [] }
  },
})
