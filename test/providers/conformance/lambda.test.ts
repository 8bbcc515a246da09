import { onTestFinished } from 'vitest'
import { putFunction } from '../../support/aws-stand-in/aws-cloud.ts'
import { environmentFor, standInKey, startAwsStandIn } from '../../support/aws-stand-in/aws-stand-in.ts'
import { lambdaProvider } from '../../support/connected-providers.ts'
import { describeProvider } from '../../support/provider-conformance.ts'
import { createDeployContext } from '../../support/stand-in/deploy-setup.ts'

describeProvider(lambdaProvider, {
  async open() {
    const aws = await startAwsStandIn()
    onTestFinished(() => aws.close())
    const { cloud } = aws
    return {
      context: createDeployContext({ env: environmentFor(aws) }),
      secrets: [standInKey.secretAccessKey, standInKey.sessionToken ?? ''],
      existing: () => [
        ...cloud.functions.keys(),
        ...cloud.roles.keys(),
        ...cloud.logGroups,
        ...cloud.schedules.keys(),
      ],
      addForeign: () => putFunction(cloud, 'coldstart-of-somebody-else').name,
      onCall(listener) {
        aws.onCall = (_, moment) => (moment === 'after' ? listener() : undefined)
      },
      faults: () => aws.refusals,
    }
  },
})
