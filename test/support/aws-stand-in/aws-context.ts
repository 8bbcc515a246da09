import { onTestFinished } from 'vitest'
import { type LambdaOptions, lambdaOptions } from '../../../src/providers/lambda/options.ts'
import type { DeploySpec } from '../../../src/providers/provider.ts'
import { openLedger } from '../../../src/store/ledger/open-ledger.ts'
import { createFakeClock } from '../fake-clock.ts'
import { createTestContext } from '../provider-context.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { type AwsStandIn, environmentFor, type StandInOptions, startAwsStandIn } from './aws-stand-in.ts'

/** A stand-in of AWS that is gone after the test, and a context with its credentials, a ledger on disk and a fake clock. */
export async function awsTest(options: StandInOptions = {}) {
  const aws = await startAwsStandIn(options)
  const cwd = temporaryFolder()
  const clock = createFakeClock()
  const ledger = openLedger({ cwd, clock })
  onTestFinished(async () => {
    await ledger.close()
    await aws.close()
  })
  const context = createTestContext({ cwd, home: cwd, clock, ledger, env: environmentFor(aws) })
  return { aws, context, ledger, clock }
}

export const sampleFolder = new URL('../../../fixtures/hello', import.meta.url).pathname

export function lambdaSpec(
  overrides: Partial<Omit<DeploySpec, 'options'>> = {},
  options: Partial<LambdaOptions> = {},
): DeploySpec<LambdaOptions> {
  return {
    runId: '2026-11-23T000000-test',
    workload: { folder: sampleFolder },
    replicas: 1,
    ...overrides,
    options: lambdaOptions.parse(options),
  }
}

/** Operations asked of the stand-in so far, without those that only look. */
export function changesAskedOf(aws: AwsStandIn): string[] {
  return aws.calls.map(({ operation }) => operation).filter((name) => !/^(Get|List|Describe)/.test(name))
}
