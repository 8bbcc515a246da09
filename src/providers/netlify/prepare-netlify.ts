import { ColdstartError } from '../../core/errors.ts'
import { openSource } from '../../workload/workload-source.ts'
import { wantsProof } from '../entry-module.ts'
import { takenOf } from '../function-files.ts'
import type { DeploySpec } from '../provider.ts'
import { routesWanted } from './function-routes.ts'
import { type NetlifyCode, packNetlifyCode } from './function-zip.ts'
import type { NetlifyOptions } from './options.ts'
import { refuseImpossible } from './refuse-impossible.ts'

/** @param wallMs now, epoch ms @throws ColdstartError `cannot-deploy`, `no-function` when there is no function for Netlify */
export async function prepareNetlify(spec: DeploySpec<NetlifyOptions>, wallMs: number): Promise<NetlifyCode> {
  refuseImpossible(spec, wallMs)
  const { workload: source, paddingKb } = spec
  const workload = await openSource(source, { contract: 'netlify', form: spec.options.api, paddingKb })
  // Nobody sees the reply of a job.
  const proves = wantsProof(spec) && workload.trigger !== 'background'
  const packed = await packNetlifyCode(workload, { proves, takes: takenOf(spec) })
  if (routesWanted(spec, packed) && spec.replicas > 1)
    throw new ColdstartError('cannot-deploy', {
      provider: 'Netlify',
      reason: 'copies of one function cannot share its path',
      hint: 'Leave out --replicas, or --path and config.path.',
    })
  return packed
}
