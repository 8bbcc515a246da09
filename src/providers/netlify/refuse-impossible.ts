import { ColdstartError } from '../../core/errors.ts'
import { nodeMajorOf } from '../node-runtime.ts'
import type { DeploySpec } from '../provider.ts'
import type { NetlifyOptions } from './options.ts'

/** The first is the default of Netlify's packager (16.2, node_version.js). */
const NODE_MAJORS = [24, 22, 20, 18]
const REGIONS = ['cmh', 'dub', 'fra', 'gru', 'iad', 'lhr', 'nrt', 'pdx', 'sfo', 'sin', 'syd', 'yul']
const LEAST_MEMORY_MB = 1024
const MOST_MEMORY_MB = 4096

/**
 * What Netlify cannot do, or must not do to a site of the user's, is said before anything is made.
 * @throws ColdstartError `cannot-deploy`
 */
export function refuseImpossible(spec: DeploySpec<NetlifyOptions>): void {
  const { site, production } = spec.options
  runtimeOf(spec.runtime)
  refuseSize(spec)
  if (spec.region !== undefined && !REGIONS.includes(spec.region))
    throw refusal(`it has no region ${spec.region}`, `Netlify has ${REGIONS.join(', ')}.`)
  if (site !== undefined && production)
    throw refusal(
      'a production deploy would replace your site',
      'Leave out --netlify-production, or --netlify-site.',
    )
  if (spec.schedule && !production)
    throw refusal('it runs schedules on production deploys only', 'Add --netlify-production (15 credits).')
}

/** `nodejs24.x` from `24`. @throws ColdstartError `cannot-deploy` */
export function runtimeOf(runtime: string | undefined): string {
  return `nodejs${nodeMajorOf(runtime, NODE_MAJORS, 'Netlify')}.x`
}

function refuseSize({ memoryMb, architecture }: DeploySpec<NetlifyOptions>): void {
  if (memoryMb !== undefined && (memoryMb < LEAST_MEMORY_MB || memoryMb > MOST_MEMORY_MB))
    throw refusal(
      `it has no function of ${memoryMb} MB`,
      `Netlify has ${LEAST_MEMORY_MB} to ${MOST_MEMORY_MB} MB, on paid plans. Leave --memory out for its default.`,
    )
  if (architecture !== undefined && architecture !== 'x86_64')
    throw refusal(`it does not run ${architecture}`, 'Leave out --architecture.')
}

function refusal(reason: string, hint: string): ColdstartError {
  return new ColdstartError('cannot-deploy', { provider: 'Netlify', reason, hint })
}
