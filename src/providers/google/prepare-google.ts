import { readRuntimeName } from '../../workload/runtime-name.ts'
import { openSource } from '../../workload/workload-source.ts'
import { wantsProof } from '../entry-module.ts'
import type { DeploySpec } from '../provider.ts'
import { provesPython, refuseOtherThanPython } from '../python-files.ts'
import { type FunctionPackage, makePackage } from './make-package.ts'
import type { GoogleOptions } from './options.ts'
import { makePythonPackage } from './python-package.ts'
import { refuseEventOfScript, refuseImpossible } from './refuse-impossible.ts'

/** What is known of a spec without a call. */
export interface PreparedGoogle {
  readonly pack: FunctionPackage
  /** What the function's module exports or registers. */
  readonly entryPoint: string
  /** It takes events in place of requests. */
  readonly isEvent: boolean
}

/** @param wallMs now, epoch ms @throws ColdstartError `cannot-deploy`, `no-function` */
export async function prepareGoogle(
  spec: DeploySpec<GoogleOptions>,
  wallMs: number,
): Promise<PreparedGoogle> {
  refuseImpossible(spec, wallMs)
  const workload = await openSource(spec.workload, {
    contract: 'google',
    exportName: spec.options.entryPoint,
    paddingKb: spec.paddingKb,
    runtime: spec.runtime,
  })
  if (spec.runtime !== undefined && readRuntimeName(spec.runtime)?.family === 'python')
    refuseOtherThanPython('Google', workload, './main.py')
  await refuseEventOfScript(spec, workload)
  return {
    pack:
      workload.language === 'python'
        ? await makePythonPackage(workload, provesPython(workload, spec))
        : await makePackage(workload, wantsProof(spec)),
    entryPoint: workload.exportName,
    isEvent: workload.form === 'cloudevent',
  }
}
