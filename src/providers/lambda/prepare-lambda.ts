import { architectureOf, isElf, isScript } from '../../workload/binary-architecture.ts'
import { openSource } from '../../workload/workload-source.ts'
import { wantsProof } from '../entry-module.ts'
import type { DeploySpec } from '../provider.ts'
import { badOption } from './bad-option.ts'
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
    runtime: spec.runtime,
    paddingKb: spec.paddingKb,
    ...(handler && { handler }),
  })
  const isAtUrl = mode === 'url'
  const proves = isAtUrl && wantsProof(spec) && workload.language === undefined
  const pack = await packFunction(workload, { proves, isAtUrl })
  if (/\s/.test(pack.handler))
    throw badOption(
      `Lambda would call ${pack.handler}, and a handler's name there holds no spaces.`,
      'Rename the file or folder, or deploy a build of it under another name.',
    )
  if (workload.language === 'provided') refuseOtherMachine(pack, settings)
  return { settings, pack }
}

/** @throws ColdstartError `lambda-bad-option` for a bootstrap that Lambda, or the architecture, cannot execute */
function refuseOtherMachine({ code }: FunctionPackage, { architecture }: DeploySettings): void {
  const called = code.files.find(({ path }) => path === code.entry)
  if (called && !isElf(called.bytes) && !isScript(called.bytes))
    throw badOption(
      `${code.entry} is not an executable for Linux, and not a script that begins with #! and its interpreter.`,
      'Make #!/bin/sh, or another interpreter of Amazon Linux, its first line; or build it for Linux.',
    )
  const built = called && architectureOf(called.bytes)
  if (built === undefined || built === architecture) return
  throw badOption(
    `${code.entry} is built for ${built}, and the function would run on ${architecture}.`,
    `Add --architecture ${built}, or build it for ${architecture}.`,
  )
}
