import { isColdstartError, messageOf } from '../../core/errors.ts'
import type { Readiness, ReadinessCheck } from '../readiness.ts'
import { readAccountLimits } from './account-limits.ts'
import type { AwsSession } from './aws-session.ts'
import { type CallerIdentity, readCallerIdentity } from './caller-identity.ts'
import { invocationCost, lambdaPrices } from './limits.ts'
import { neededPermissions, permittedActions } from './needed-permissions.ts'
import type { AwsContext } from './sessions.ts'

/** AWS accepts a signature within five minutes of its clock. */
const WORST_SKEW_MS = 5 * 60_000
const NOTABLE_SKEW_MS = 5000
const COMFORTABLE_CONCURRENCY = 10

/** What `doctor` says about AWS: everything that can be known without what is missing. */
export async function checkLambda(context: AwsContext): Promise<Readiness> {
  const { region, session } = await checkRegion(context)
  const credentials = await tryCheck('credentials', () => checkCredentials(session))
  const checks: ReadinessCheck[] = [region, credentials]
  const account = credentials.state === 'problem' ? undefined : await checkAccount(session, checks)
  const ready = checks.every(({ state }) => state !== 'problem')
  return { ready, checks, ...(account && { account }) }
}

/** Whose keys these are is the same everywhere: without a region it is asked in the first one. */
const ANY_REGION = 'us-east-1'

async function checkRegion(context: AwsContext): Promise<{ region: ReadinessCheck; session: AwsSession }> {
  try {
    const session = await context.session(undefined)
    return { region: { name: 'region', state: 'ok', found: session.region }, session }
  } catch (error) {
    return { region: problem('region', error), session: await context.session(ANY_REGION) }
  }
}

/** @param checks what is found is added to them @returns undefined where AWS does not say whose credentials these are */
async function checkAccount(session: AwsSession, checks: ReadinessCheck[]): Promise<string | undefined> {
  try {
    const identity = await readCallerIdentity(session)
    checks.push(...describeWay(identity))
    checks.push(await checkPermissions(identity, session))
    checks.push(await tryCheck('quota', () => checkQuota(session)), describeCost())
    return identity.account
  } catch (error) {
    checks.push(problem('account', error))
    return undefined
  }
}

function tryCheck(name: string, check: () => Promise<ReadinessCheck>): Promise<ReadinessCheck> {
  return check().catch((error: unknown) => problem(name, error))
}

function problem(name: string, error: unknown): ReadinessCheck {
  if (!isColdstartError(error)) throw error
  return { name, state: 'problem', found: error.message, remedy: error.hint }
}

async function checkCredentials(session: AwsSession): Promise<ReadinessCheck> {
  const what = { action: 'find credentials', permission: 'nothing' }
  const { foundIn, expiration, accessKeyId } = await session.call(what, session.credentials)
  const key = `${foundIn}, key ${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}`
  const left = expiration ? expiration.getTime() - session.context.clock.wallMs() : Number.POSITIVE_INFINITY
  if (left > 60 * 60_000) return { name: 'credentials', state: 'ok', found: key }
  const found = `${key}, ${left > 0 ? `expire in ${Math.round(left / 60_000)} min` : 'expired'}`
  return { name: 'credentials', state: 'warning', found, remedy: 'Renew them before a long run.' }
}

function describeWay({ account, arn, roundTripMs, skewMs }: CallerIdentity): ReadinessCheck[] {
  const way: ReadinessCheck = {
    name: 'account',
    state: 'ok',
    found: `${account} as ${arn}, API round trip ${Math.round(roundTripMs)} ms`,
  }
  if (skewMs === undefined) return [way]
  const seconds = (Math.abs(skewMs) / 1000).toFixed(0)
  const found = Math.abs(skewMs) < NOTABLE_SKEW_MS ? 'agrees with AWS' : `is ${seconds} s off AWS's`
  const remedy = "Set this machine's clock (NTP): AWS refuses signatures that are 5 minutes off."
  if (Math.abs(skewMs) < NOTABLE_SKEW_MS) return [way, { name: 'clock', state: 'ok', found }]
  const state = Math.abs(skewMs) < WORST_SKEW_MS ? 'warning' : 'problem'
  return [way, { name: 'clock', state, found, remedy }]
}

/** Asks IAM's simulator; where that is not allowed, the first call that is refused will name what it needs. */
async function checkPermissions(identity: CallerIdentity, session: AwsSession): Promise<ReadinessCheck> {
  const name = 'permissions'
  if (identity.arn.endsWith(':root')) return { name, state: 'ok', found: 'root: everything' }
  try {
    const denied = await simulate(identity, session)
    if (denied.length === 0) return { name, state: 'ok', found: 'everything a deployment needs' }
    return {
      name,
      state: 'problem',
      found: `not allowed: ${denied.join(', ')}`,
      remedy: 'Add them to the policy of these credentials (docs/PROVIDERS.md has the whole policy).',
    }
  } catch (error) {
    const remedy = 'Nothing, or allow iam:SimulatePrincipalPolicy to have them checked here.'
    return { name, state: 'warning', found: `could not be checked: ${messageOf(error)}`, remedy }
  }
}

async function simulate(identity: CallerIdentity, session: AwsSession): Promise<string[]> {
  const iam = await session.iam()
  const what = { action: 'check permissions', permission: 'iam:SimulatePrincipalPolicy' }
  const { region, partition } = session
  const groups = permittedActions({ region, partition: partition.id, account: identity.account })
  const denied: string[] = []
  for (const { resource, actions } of groups) {
    const input = {
      PolicySourceArn: principalOf(identity.arn),
      ActionNames: [...actions],
      ResourceArns: [resource],
    }
    const reply = await session.call(what, (on) => iam.simulatePrincipalPolicy(input, on))
    const results = (reply.EvaluationResults ?? []).filter(({ EvalDecision }) => EvalDecision !== 'allowed')
    denied.push(...results.flatMap(({ EvalActionName = '' }) => EvalActionName))
  }
  return neededPermissions.filter((name) => denied.includes(name))
}

/** The simulator wants the role, not the session that assumed it. */
function principalOf(arn: string): string {
  const session = /^arn:(?<partition>[\w-]+):sts::(?<account>\d+):assumed-role\/(?<role>[^/]+)\//.exec(arn)
  const { partition, account, role } = session?.groups ?? {}
  return role ? `arn:${partition}:iam::${account}:role/${role}` : arn
}

async function checkQuota(session: AwsSession): Promise<ReadinessCheck> {
  const { concurrency, unreserved } = await readAccountLimits(session)
  const found = `${unreserved} of ${concurrency} concurrent invocations are not reserved`
  if (unreserved > COMFORTABLE_CONCURRENCY) return { name: 'quota', state: 'ok', found }
  const remedy = 'Keep replicas and bursts below it, or ask AWS for more concurrency (Service Quotas).'
  return { name: 'quota', state: 'warning', found, remedy }
}

/** Ten colds of a second, thirty warm invocations of 50 ms, 1 GB: the default plan. */
function describeCost(): ReadinessCheck {
  const dollars = invocationCost(40, 10 * 1000 + 30 * 50, 1024).toFixed(5)
  const found = `about $${dollars} for 10 cold and 30 warm invocations at 1 GB (list price of ${lambdaPrices.asOf})`
  return { name: 'cost', state: 'ok', found }
}
