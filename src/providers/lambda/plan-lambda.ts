import { allOrProblems } from '../../core/all-or-problems.ts'
import type { Deployment } from '../../core/deployment.ts'
import { messageOf } from '../../core/errors.ts'
import { aboutWrapper, wantsProof } from '../entry-module.ts'
import { factsOf } from '../prepare-once.ts'
import type { DeployPlan, DeployPreview, DeploySpec, PlannedTarget } from '../provider.ts'
import { type AccountLimits, checkAgainstLimits, readAccountLimits } from './account-limits.ts'
import { adoptFunction } from './adopt-function.ts'
import type { AwsSession } from './aws-session.ts'
import { type CallerIdentity, readCallerIdentity } from './caller-identity.ts'
import type { DeploySettings } from './deploy-settings.ts'
import type { FunctionPackage } from './function-package.ts'
import { functionNameOf, newDeploymentId } from './lambda-names.ts'
import { plannedTarget } from './lambda-target.ts'
import { invocationCost, lambdaPrices } from './limits.ts'
import type { LambdaOptions } from './options.ts'
import type { AwsContext } from './sessions.ts'

/** The sample function, or a folder of the user's, to be made. */
export interface SamplePlan extends DeployPlan<LambdaOptions> {
  readonly settings: DeploySettings
  readonly pack: FunctionPackage
  readonly session: AwsSession
  readonly account: string
  /** Invocations that the account may run at once, where it may be read. */
  readonly concurrency: number | undefined
}

/** A function of the user's own, which is there: a deployment that makes nothing. */
export interface AdoptPlan extends DeployPlan<LambdaOptions> {
  readonly adopted: Deployment
}

/** What a deploy makes: functions of ours, or nothing beside the user's own. */
export type LambdaPlan = SamplePlan | AdoptPlan

/**
 * What a deploy will make, on which account, at what cost. Only looks.
 * @throws ColdstartError `lambda-bad-option`, `lambda-not-usable`, `remote-quota`, `aws-*`
 */
export async function planLambda(spec: DeploySpec<LambdaOptions>, context: AwsContext): Promise<LambdaPlan> {
  const { functionName } = spec.options
  const { settings, pack } = await context.pack(spec)
  if (functionName || pack === undefined) return planAdoption(functionName ?? '', spec, context)
  const session = await readySession(spec.region, context)
  const identity = await readCallerIdentity(session)
  const limits = await readLimitsIfAllowed(session)
  if (limits) checkAgainstLimits(limits, spec.replicas, pack.zip.length)
  const { account } = identity
  const deploymentId = newDeploymentId(spec.runId)
  const preview = { ...previewOf(spec, settings, identity, session), package: factsOf(pack.code) }
  const concurrency = limits?.unreserved
  const targets = plannedTargets(deploymentId, spec, settings, session, concurrency)
  const measuredAt =
    spec.options.mode === 'url'
      ? `https://coldstart.lambda-url.${session.region}.on.aws/`
      : session.endpoint('lambda')
  return { spec, deploymentId, preview, targets, measuredAt, settings, pack, session, account, concurrency }
}

/** Without a region, credentials are looked for all the same, so that both are said at once where both are missing. */
async function readySession(region: string | undefined, context: AwsContext): Promise<AwsSession> {
  const [session] = await allOrProblems([
    context.session(region),
    context
      .session(region)
      .catch(() => context.session('us-east-1'))
      .then((any) => any.call({ action: 'find credentials', permission: 'nothing' }, any.credentials)),
  ])
  return session
}

async function planAdoption(
  functionName: string,
  spec: DeploySpec<LambdaOptions>,
  context: AwsContext,
): Promise<AdoptPlan> {
  const adopted = await adoptFunction(functionName, spec, context)
  const { id, account = '', region } = adopted
  const preview: DeployPreview = {
    provider: 'AWS Lambda',
    account,
    creates: [],
    cost: 'its invocations',
    notes: [`${functionName} is invoked as it is`],
    ...(region === undefined ? {} : { region }),
  }
  const measuredAt = adopted.targets[0]?.url
  const at = measuredAt === undefined ? {} : { measuredAt }
  return { spec, deploymentId: id, preview, targets: adopted.targets, adopted, ...at }
}

function plannedTargets(
  deploymentId: string,
  spec: DeploySpec<LambdaOptions>,
  settings: DeploySettings,
  session: AwsSession,
  concurrency: number | undefined,
): PlannedTarget[] {
  return Array.from({ length: spec.replicas }, (_, replica) =>
    plannedTarget({
      deploymentId,
      name: functionNameOf(deploymentId, replica),
      replica: spec.replicas > 1 ? replica : undefined,
      session,
      runtime: settings.runtimes[0],
      memoryMb: settings.memoryMb,
      architecture: settings.architecture,
      mode: spec.options.mode,
      evictBy: spec.options.evictBy,
      versionsPerBatch: spec.options.versionsPerBatch,
      concurrency,
    }),
  )
}

function previewOf(
  spec: DeploySpec<LambdaOptions>,
  { memoryMb, architecture, runtimes }: DeploySettings,
  { account, arn }: CallerIdentity,
  { region }: AwsSession,
): DeployPreview {
  const size = `${runtimes[0]}, ${memoryMb} MB, ${architecture}`
  const functions = spec.replicas === 1 ? 'a function' : `${spec.replicas} functions`
  const creates = ['an IAM role that may write logs', `${functions} (${size}) with its log group`]
  if (spec.options.mode === 'url') creates.push('a public function URL for each function')
  if (spec.schedule) creates.push('an EventBridge schedule for each function, and a role that may invoke it')
  const thousand = invocationCost(1000, 1000 * 500, memoryMb).toFixed(4)
  return {
    provider: 'AWS Lambda',
    account: `${account} (${arn})`,
    region,
    creates,
    cost: `nothing until it is invoked; 1,000 invocations of half a second about $${thousand} (prices of ${lambdaPrices.asOf})`,
    ...(spec.options.mode === 'url' && wantsProof(spec) && { notes: aboutWrapper(spec) }),
  }
}

/** The figures only serve to refuse early: who may not read them may still deploy. */
async function readLimitsIfAllowed(session: AwsSession): Promise<AccountLimits | undefined> {
  try {
    return await readAccountLimits(session)
  } catch (error) {
    session.context.signal.throwIfAborted()
    session.context.logger.info(`The account's limits are not known: ${messageOf(error)}`)
    return undefined
  }
}
