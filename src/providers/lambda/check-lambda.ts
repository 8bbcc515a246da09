import { isColdstartError, messageOf } from '../../core/errors.ts'
import type { Readiness, ReadinessCheck } from '../provider.ts'
import { readAccountLimits } from './account-limits.ts'
import type { AwsSession } from './aws-session.ts'
import { type CallerIdentity, readCallerIdentity } from './caller-identity.ts'
import { invocationCost, lambdaPrices } from './limits.ts'
import { neededPermissions } from './needed-permissions.ts'
import type { AwsContext } from './sessions.ts'

/** AWS accepts a signature within five minutes of its clock. */
const WORST_SKEW_MS = 5 * 60_000
const NOTABLE_SKEW_MS = 5000
const COMFORTABLE_CONCURRENCY = 10

/** What `doctor` says about AWS; the first problem that hides the others ends the list. */
export async function checkLambda(context: AwsContext): Promise<Readiness> {
  const checks: ReadinessCheck[] = []
  let account: string | undefined
  try {
    const session = await context.session(undefined)
    checks.push({ name: 'region', state: 'ok', found: session.region })
    checks.push(await checkCredentials(session))
    const identity = await readCallerIdentity(session)
    account = identity.account
    checks.push(...describeWay(identity))
    checks.push(await checkPermissions(identity, session))
    checks.push(await checkQuota(session), describeCost())
  } catch (error) {
    if (!isColdstartError(error)) throw error
    checks.push({ name: nameOf(checks), state: 'problem', found: error.message, remedy: error.hint })
  }
  const ready = checks.every(({ state }) => state !== 'problem')
  return { ready, checks, ...(account && { account }) }
}

/** What was being looked at when an error came. */
function nameOf(done: readonly ReadinessCheck[]): string {
  return ['region', 'credentials', 'account', 'clock', 'permissions', 'quota'][done.length] ?? 'AWS'
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
    const denied = await simulate(principalOf(identity.arn), session)
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

async function simulate(principal: string, session: AwsSession): Promise<string[]> {
  const iam = await session.iam()
  const what = { action: 'check permissions', permission: 'iam:SimulatePrincipalPolicy' }
  const input = { PolicySourceArn: principal, ActionNames: [...neededPermissions] }
  const reply = await session.call(what, (on) => iam.simulatePrincipalPolicy(input, on))
  const denied = (reply.EvaluationResults ?? []).filter(({ EvalDecision }) => EvalDecision !== 'allowed')
  return neededPermissions.filter((name) => denied.some(({ EvalActionName }) => EvalActionName === name))
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
