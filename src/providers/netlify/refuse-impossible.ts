import { ColdstartError } from '../../core/errors.ts'
import { timeoutSeconds } from '../function-timeout.ts'
import { meantRegion } from '../known-regions.ts'
import { nodeMajorOf } from '../node-runtime.ts'
import type { DeploySpec } from '../provider.ts'
import { netlifyLimits, PRODUCTION_CREDITS } from './limits.ts'
import type { NetlifyOptions } from './options.ts'

const { runtimes } = netlifyLimits
const REGIONS = ['cmh', 'dub', 'fra', 'gru', 'iad', 'lhr', 'nrt', 'pdx', 'sfo', 'sin', 'syd', 'yul']
/** Of a function that is called and answers. https://docs.netlify.com/build/functions/overview/ */
export const FUNCTION_TIMEOUT = { provider: 'Netlify', mostSeconds: 60 } as const
const LEAST_MEMORY_MB = 1024
const MOST_MEMORY_MB = 4096

/**
 * What Netlify cannot do, or must not do to a site of the user's, is said before anything is made.
 * @param wallMs now, epoch ms
 * @throws ColdstartError `cannot-deploy`
 */
export function refuseImpossible(spec: DeploySpec<NetlifyOptions>, wallMs: number): void {
  const { site, production } = spec.options
  runtimeOf(spec.runtime, wallMs)
  refuseSize(spec)
  timeoutSeconds(spec, FUNCTION_TIMEOUT)
  if (spec.region !== undefined && !REGIONS.includes(spec.region))
    throw refusal(`it has no region ${spec.region}`, regionHint(spec.region))
  if (site !== undefined && production)
    throw refusal(
      'a production deploy would replace your site',
      'Leave out --netlify-production, or --netlify-site.',
    )
  if (spec.schedule && !production)
    throw refusal(
      'it runs schedules on production deploys only',
      `Add --netlify-production (${PRODUCTION_CREDITS} credits).`,
    )
}

function regionHint(region: string): string {
  const meant = meantRegion(region, REGIONS)
  return `${meant ? `Did you mean ${meant}? ` : ''}Netlify has ${REGIONS.join(', ')}.`
}

/** `nodejs24.x` from `24`. @param wallMs now, epoch ms @throws ColdstartError `cannot-deploy` */
export function runtimeOf(runtime: string | undefined, wallMs: number): string {
  return `nodejs${nodeMajorOf(runtime, { provider: 'Netlify', runtimes, wallMs })}.x`
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
