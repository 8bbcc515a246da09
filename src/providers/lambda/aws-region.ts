import { join } from 'node:path'
import { ColdstartError } from '../../core/errors.ts'
import { suggestionFor } from '../../core/suggestion.ts'
import { meantRegion } from '../known-regions.ts'
import type { ProviderContext } from '../provider.ts'
import { profileOf } from './aws-credentials.ts'
import { lambdaRegions } from './limits.ts'

/** Where a region's APIs and ARNs live. */
export interface Partition {
  readonly id: string
  readonly dnsSuffix: string
}

const partitions: readonly { readonly prefix: string; readonly partition: Partition }[] = [
  { prefix: 'cn-', partition: { id: 'aws-cn', dnsSuffix: 'amazonaws.com.cn' } },
  { prefix: 'us-gov-', partition: { id: 'aws-us-gov', dnsSuffix: 'amazonaws.com' } },
  { prefix: 'us-isob-', partition: { id: 'aws-iso-b', dnsSuffix: 'sc2s.sgov.gov' } },
  { prefix: 'us-isof-', partition: { id: 'aws-iso-f', dnsSuffix: 'csp.hci.ic.gov' } },
  { prefix: 'us-iso-', partition: { id: 'aws-iso', dnsSuffix: 'c2s.ic.gov' } },
  { prefix: 'eu-isoe-', partition: { id: 'aws-iso-e', dnsSuffix: 'cloud.adc-e.uk' } },
  { prefix: 'eusc-', partition: { id: 'aws-eusc', dnsSuffix: 'amazonaws.eu' } },
]

/** China, GovCloud and the isolated partitions by their region prefixes; everything else is `aws`. */
export function partitionOf(region: string): Partition {
  const known = partitions.find(({ prefix }) => region.startsWith(prefix))
  return known?.partition ?? { id: 'aws', dnsSuffix: 'amazonaws.com' }
}

/** @throws ColdstartError `aws-bad-region`: a region becomes part of a host name, so it is checked first */
export function checkRegion(region: string): string {
  const suggestion = meantRegion(region, lambdaRegions.names)
  if (suggestion === undefined && /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(region)) return region
  throw new ColdstartError('aws-bad-region', {
    region,
    suggestion: suggestion ?? suggestionFor(region, lambdaRegions.names),
  })
}

/** The parts of a function's ARN or partial ARN; a bare name has no region. */
export interface FunctionReference {
  readonly name: string
  readonly region?: string
  readonly account?: string
  /** Version or alias. */
  readonly qualifier?: string
}

/**
 * Reads `name`, `name:alias`, `123456789012:function:name` or a whole ARN, with or without a version or alias.
 * @throws ColdstartError `bad-target` when it is none of them
 */
export function readFunctionReference(text: string): FunctionReference {
  const found =
    /^(?:arn:aws[\w-]*:lambda:(?<region>[\w-]+):)?(?:(?<account>\d{12}):function:|function:)?(?<name>[\w-]{1,140})(?::(?<qualifier>\$LATEST|[\w-]{1,128}))?$/.exec(
      text,
    )
  const { name, region, account, qualifier } = found?.groups ?? {}
  if (!name)
    throw new ColdstartError('bad-target', { text, reason: 'it is not the name or ARN of a function' })
  return {
    name,
    ...(region && { region }),
    ...(account && { account }),
    ...(qualifier && qualifier !== '$LATEST' && { qualifier }),
  }
}

/**
 * The region a call goes to: given, then AWS_REGION, AWS_DEFAULT_REGION (which the SDK itself does not read), then
 * the profile's own.
 * @throws ColdstartError `aws-no-region`, `aws-bad-region`
 */
export async function resolveRegion(given: string | undefined, context: ProviderContext): Promise<string> {
  const { env } = context
  const named = given ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION)
  const region = named || (await readProfileRegion(context))
  if (!region) throw new ColdstartError('aws-no-region', {})
  return checkRegion(region)
}

async function readProfileRegion({ env, home }: ProviderContext): Promise<string | undefined> {
  const { loadSharedConfigFiles } = await import('@smithy/core/config')
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    filepath: env.AWS_SHARED_CREDENTIALS_FILE ?? join(home, '.aws', 'credentials'),
    configFilepath: env.AWS_CONFIG_FILE ?? join(home, '.aws', 'config'),
  })
  const profile = profileOf(env) ?? 'default'
  return configFile[profile]?.region ?? credentialsFile[profile]?.region
}
