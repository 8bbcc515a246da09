import { onTestFinished } from 'vitest'
import { localProvider } from '../../../src/providers/local/provider.ts'
import { describeProvider } from '../../support/provider-conformance.ts'
import { createDeployContext } from '../../support/stand-in/deploy-setup.ts'

describeProvider(localProvider, {
  options: { contracts: ['lambda', 'netlify'] },
  async open() {
    const context = createDeployContext({})
    onTestFinished(async () => {
      for (const left of await context.ledger.open()) await localProvider.destroy(left, context)
    })
    return { context, secrets: [], existing: () => [], faults: () => [] }
  },
})
