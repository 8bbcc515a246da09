import type { IAM } from '@aws-sdk/client-iam'
import type { Lambda } from '@aws-sdk/client-lambda'
import { redact } from '../../core/redact.ts'
import type { ProviderContext } from '../provider.ts'
import {
  createCredentialFinder,
  type FindCredentials,
  type FoundCredentials,
  profileOf,
} from './aws-credentials.ts'
import { type AwsAction, isAwsError, toAwsError } from './aws-error.ts'
import { readAwsFailure } from './aws-failure.ts'
import { type Partition, partitionOf } from './aws-region.ts'
import { createFetchHandler } from './fetch-handler.ts'
import { quietSdk } from './quiet-sdk.ts'
import { signRequest } from './sign-request.ts'

/** One region of one account: the SDK's clients, signed calls to the rest of AWS, and errors in our words. */
export interface AwsSession {
  readonly context: ProviderContext
  readonly region: string
  readonly partition: Partition
  readonly credentials: FindCredentials
  lambda(): Promise<Lambda>
  iam(): Promise<IAM>
  /** Where a service answers, without a trailing slash. */
  endpoint(service: string): string
  /** Runs a call and turns what it throws into a ColdstartError, except errors named in `pass`. */
  call<Reply>(what: AwsAction, send: Send<Reply>, options?: CallOptions): Promise<Reply>
  /** The same, with undefined for the errors named in `missing`: it is not there, or no longer. */
  find<Reply>(what: AwsAction, send: Send<Reply>, missing: readonly string[]): Promise<Reply | undefined>
  /**
   * A signed call by hand, for services whose SDK would only serve one request.
   * @throws an error named as AWS names it, for `call` and `find` to read
   */
  signed(request: SignedCall): Promise<SignedReply>
  /** Ends its sockets. */
  close(): Promise<void>
}

/** Sends one SDK command with the options it is given, so that an interrupt ends it. */
export type Send<Reply> = (options: { readonly abortSignal: AbortSignal }) => Promise<Reply>

/** How the failures of a call are read. */
export interface CallOptions {
  /** AWS's names of errors that the caller reads itself: they are thrown as they came. */
  readonly pass?: readonly string[]
  /** Values that the platform may echo in an error, besides the credentials. */
  readonly secrets?: readonly (string | undefined)[]
}

/** A call that no SDK client makes. */
export interface SignedCall {
  readonly service: string
  readonly path: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** What AWS answered to a signed call. */
export interface SignedReply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly roundTripMs: number
}

const CALL_TIMEOUT_MS = 60_000

/** Opens a session; nothing is asked of AWS until it is used. */
export async function openAwsSession(region: string, context: ProviderContext): Promise<AwsSession> {
  await quietSdk()
  const credentials = await createCredentialFinder(context)
  const partition = partitionOf(region)
  const requestHandler = createFetchHandler(context.network, CALL_TIMEOUT_MS)
  const common = { region, credentials, maxAttempts: 3, requestHandler }
  const caller = createCaller(region, credentials, context)
  let lambda: Lambda | undefined
  let iam: IAM | undefined
  const session: AwsSession = {
    context,
    region,
    partition,
    credentials,
    ...caller,
    endpoint: (service) => endpointOf(service, region, partition, context),
    async lambda() {
      const sdk = await import('@aws-sdk/client-lambda')
      lambda ??= new sdk.Lambda({ ...common, ...overriding('lambda', context) })
      return lambda
    },
    async iam() {
      const sdk = await import('@aws-sdk/client-iam')
      iam ??= new sdk.IAM({ ...common, ...overriding('iam', context) })
      return iam
    },
    signed: (request) => sendSigned(request, session),
    async close() {
      lambda?.destroy()
      iam?.destroy()
    },
  }
  return session
}

type Caller = Pick<AwsSession, 'call' | 'find'>

function createCaller(region: string, credentials: FindCredentials, context: ProviderContext): Caller {
  let found: FoundCredentials | undefined
  const caller: Caller = {
    async call(what, send, options = {}) {
      context.signal.throwIfAborted()
      try {
        found = await credentials()
        context.logger.debug(`aws ${region}: ${what.permission}`)
        return await send({ abortSignal: context.signal })
      } catch (error) {
        if (context.signal.aborted) throw context.signal.reason
        if (isAwsError(error, ...(options.pass ?? []))) throw error
        throw toAwsError(
          error,
          what,
          [...secretsOf(found), ...secretVariables(context), ...(options.secrets ?? [])],
          profileOf(context.env),
        )
      }
    },
    find: (what, send, missing) =>
      caller.call(what, send, { pass: missing }).catch((error: unknown) => {
        if (isAwsError(error, ...missing)) return undefined
        throw error
      }),
  }
  return caller
}

function secretsOf(credentials: FoundCredentials | undefined): (string | undefined)[] {
  return [credentials?.secretAccessKey, credentials?.sessionToken]
}

/** What a failure to find credentials may quote. */
function secretVariables({ env }: ProviderContext): (string | undefined)[] {
  return [env.AWS_SECRET_ACCESS_KEY, env.AWS_SESSION_TOKEN, env.AWS_CONTAINER_AUTHORIZATION_TOKEN]
}

async function sendSigned(request: SignedCall, session: AwsSession): Promise<SignedReply> {
  const { clock, signal, network } = session.context
  const url = session.endpoint(request.service) + request.path
  const unsigned = { ...request, url, region: session.region }
  const credentials = await session.credentials()
  const headers = await signRequest(unsigned, credentials, clock.wallMs())
  const started = clock.monotonicMs()
  const response = await network
    .fetch(url, {
      method: request.method,
      headers,
      body: request.body ?? null,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]),
    })
    .catch((error: Error) => {
      throw error.cause ?? error
    })
  const text = redact(await response.text(), secretsOf(credentials))
  const { status, headers: replyHeaders } = response
  if (status >= 400) throw readAwsFailure(status, replyHeaders, text)
  return { status, headers: replyHeaders, text, roundTripMs: clock.monotonicMs() - started }
}

/** Order as in the SDK: an address given by us, the service's own variable, the one for all services. */
function overrideOf(service: string, context: ProviderContext): string | undefined {
  const variable = service === 'logs' ? 'CLOUDWATCH_LOGS' : service.toUpperCase()
  return (
    context.baseUrls[service] ||
    context.env[`AWS_ENDPOINT_URL_${variable}`] ||
    context.env.AWS_ENDPOINT_URL
  )?.replace(/\/$/, '')
}

function overriding(service: string, context: ProviderContext): { endpoint?: string } {
  const endpoint = overrideOf(service, context)
  return endpoint ? { endpoint } : {}
}

function endpointOf(service: string, region: string, partition: Partition, context: ProviderContext): string {
  return overrideOf(service, context) ?? `https://${service}.${region}.${partition.dnsSuffix}`
}
