import { systemClock } from '../../../src/core/system-clock.ts'
import { startPlatformServer } from '../platform-server.ts'
import { type Misbehaviour, planMisbehaviours } from '../stand-in/misbehaviour.ts'
import { answerRequest, type CallLog, type PlannedReply } from './answer-request.ts'
import { type AwsCloud, createCloud, type Pace } from './aws-cloud.ts'
import type { KnownKey } from './check-signature.ts'
import { type FunctionHost, pretendHost } from './function-host.ts'
import type { Upstream } from './perform-call.ts'

/** The credentials this cloud knows; planted so that a test can look for them in everything that was written. */
export const standInKey: KnownKey = {
  accessKeyId: 'AKIACOLDSTARTTEST001',
  secretAccessKey: 'planted-secret-access-key-0123456789abcd',
  sessionToken: 'planted-session-token-0123456789abcdef',
}

export interface StandInOptions {
  readonly pace?: Partial<Pace>
  readonly host?: FunctionHost
  readonly account?: string
  /** The caller's policy lacks lambda:ListTags. */
  readonly hidesTags?: boolean
  /** A moto server that does Lambda's, IAM's and the other control planes in place of this one. */
  readonly upstream?: Upstream
}

export interface AwsStandIn extends CallLog {
  readonly url: string
  readonly cloud: AwsCloud
  misbehave(misbehaviour: Misbehaviour<PlannedReply>): void
  close(): Promise<void>
}

/**
 * An AWS on loopback: real wire protocols, signatures and service models are checked before anything is done.
 * It lives in the machine's time, because the SDK does and corrects itself by the dates of replies.
 */
export async function startAwsStandIn(options: StandInOptions = {}): Promise<AwsStandIn> {
  const host = options.host ?? pretendHost()
  const cloud = createCloud(options.pace, options)
  const misbehaviours = planMisbehaviours<PlannedReply>()
  const server = await startPlatformServer(
    () => systemClock,
    (req, res) => {
      void answerRequest(req, res, { account, key: standInKey, log: standIn, misbehaviours }).catch(
        (error: unknown) => {
          res.writeHead(500).end(String(error))
        },
      )
    },
  )
  const { url } = server
  const urlOf = (name: string) => `${url}/function-url/${name}/`
  const account = { cloud, host, upstream: options.upstream, urlOf }
  const standIn: AwsStandIn = {
    url,
    cloud,
    calls: [],
    refusals: [],
    onCall: undefined,
    misbehave: misbehaviours.add,
    async close() {
      await server.close()
      await host.close()
    },
  }
  return standIn
}

/** What a process needs in its environment to meet this cloud in place of AWS. */
export function environmentFor(standIn: AwsStandIn): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: standIn.url,
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: standInKey.accessKeyId,
    AWS_SECRET_ACCESS_KEY: standInKey.secretAccessKey,
    AWS_SESSION_TOKEN: standInKey.sessionToken ?? '',
  }
}
