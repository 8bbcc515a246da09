import type { ProviderContext } from '../provider.ts'
import { createFetchHandler } from './fetch-handler.ts'
import type { AwsCredentials } from './sign-request.ts'

/** Credentials, when they expire, and where they were found in the reader's words. */
export interface FoundCredentials extends AwsCredentials {
  readonly expiration?: Date
  readonly foundIn: string
}

/** Finds credentials when a call is to be signed. */
export type FindCredentials = () => Promise<FoundCredentials>

const sources: readonly (readonly [feature: string, words: string])[] = [
  ['CREDENTIALS_SSO', 'single sign-on'],
  ['CREDENTIALS_LOGIN', 'aws login'],
  ['CREDENTIALS_STS_ASSUME_ROLE_WEB_ID', 'a web identity token'],
  ['CREDENTIALS_STS_ASSUME_ROLE', 'an assumed role'],
  ['CREDENTIALS_PROCESS', 'credential_process'],
  ['CREDENTIALS_HTTP', 'the container'],
  ['CREDENTIALS_IMDS', "the EC2 instance's role"],
  ['CREDENTIALS_ENV_VARS', 'AWS_ACCESS_KEY_ID'],
]

const TOKEN_TIMEOUT_MS = 30_000

/** The profile that the environment names; AWS_DEFAULT_PROFILE is the older name, which the SDK does not read. */
export function profileOf(env: ProviderContext['env']): string | undefined {
  return env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || undefined
}

/**
 * AWS's standard chain, in its own order: keys in the environment (unless AWS_PROFILE is set), SSO, shared files,
 * credential_process, web identity, container or instance role. Results are kept until shortly before they expire.
 */
export async function createCredentialFinder(context: ProviderContext): Promise<FindCredentials> {
  const { env } = context
  const profile = profileOf(env)
  if (!env.AWS_PROFILE && env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY) {
    const credentials: FoundCredentials = {
      accessKeyId: env.AWS_ACCESS_KEY_ID,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
      ...(env.AWS_SESSION_TOKEN && { sessionToken: env.AWS_SESSION_TOKEN }),
      foundIn: 'AWS_ACCESS_KEY_ID in the environment',
    }
    return async () => credentials
  }
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node')
  const clientConfig = { requestHandler: createFetchHandler(context.network, TOKEN_TIMEOUT_MS) }
  const logger = quietLogger(context)
  // Some parts of the chain make their clients by the one, some by the other.
  const clients = { clientConfig, parentClientConfig: clientConfig }
  const chain = defaultProvider({ ...(profile && { profile }), ...clients, logger })
  return async () => {
    const found = await chain()
    return { ...found, foundIn: describeSource(found, profile) }
  }
}

/** The chain warns on the console unless it is given a logger; what it chose is in doctor's words anyway. */
function quietLogger({ logger }: ProviderContext) {
  const say = (message?: unknown) => logger.debug(`aws credentials: ${String(message)}`)
  return { debug: () => {}, info: say, warn: say, error: say }
}

function describeSource(found: object, profile: string | undefined): string {
  const features = Object.keys((found as { $source?: object }).$source ?? {})
  const source = sources.find(([feature]) => features.some((name) => name.startsWith(feature)))?.[1]
  const file = `profile ${profile ?? 'default'} in ~/.aws`
  return source && profile ? `${file} (${source})` : (source ?? file)
}
