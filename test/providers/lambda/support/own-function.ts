import { putFunction } from '../../../support/aws-stand-in/aws-cloud.ts'
import { awsTest, lambdaSpec } from '../../../support/aws-stand-in/aws-context.ts'

export const theirs = {
  DATABASE_URL: 'postgres://u:planted-password@db',
  EMPTY: '',
  LEVEL: 'debug',
  A1: 'ünïcode "quoted"',
}

export async function ownFunction(variables: Record<string, string> | undefined = theirs) {
  const test = await awsTest()
  const environment = variables ? { Environment: { Variables: variables } } : {}
  const stored = putFunction(test.aws.cloud, 'checkout', environment)
  const variablesNow = () =>
    (stored.configuration.Environment as { Variables?: object } | undefined)?.Variables
  return { ...test, stored, variablesNow }
}

export const adopt = lambdaSpec({}, { functionName: 'checkout' })
