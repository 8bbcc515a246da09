import { openSource } from '../../workload/workload-source.ts'
import { wantsProof } from '../entry-module.ts'
import type { DeploySpec } from '../provider.ts'
import { type DeploySettings, settleDeploySettings } from './deploy-settings.ts'
import { type FunctionPackage, packFunction } from './function-package.ts'
import type { LambdaOptions } from './options.ts'

/** What is known of a spec without a call. */
export interface PreparedLambda {
  readonly settings: DeploySettings
  /** Left out for a function that is there. */
  readonly pack?: FunctionPackage
}

/** @param wallMs now, epoch ms @throws ColdstartError `lambda-bad-option`, `cannot-deploy`, `no-function` */
export async function prepareLambda(
  spec: DeploySpec<LambdaOptions>,
  wallMs: number,
): Promise<PreparedLambda> {
  const settings = settleDeploySettings(spec, wallMs)
  const { functionName, handler, mode } = spec.options
  if (functionName) return { settings }
  const workload = await openSource(spec.workload, {
    contract: 'lambda',
    onNode: true,
    paddingKb: spec.paddingKb,
    ...(handler && { handler }),
  })
  const isAtUrl = mode === 'url'
  return { settings, pack: await packFunction(workload, { proves: isAtUrl && wantsProof(spec), isAtUrl }) }
}
