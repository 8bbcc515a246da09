import { isoNow } from '../../core/clock.ts'
import type { Deployment, Resource } from '../../core/deployment.ts'
import { interpretHttpReply } from '../../core/function-report.ts'
import { randomName } from '../../core/ids.ts'
import { redactor } from '../../core/redact.ts'
import { secretsOfRequest } from '../../core/request-secrets.ts'
import type { Target } from '../../core/target.ts'
import { type EngineOptions, type FunctionOptions, functionDefaults } from '../../engine/engine-options.ts'
import { type Engine, type StartEngine, startEngine } from '../../engine/start-engine.ts'
import type { Contract } from '../../workload/contract.ts'
import { interpretLambdaReply } from '../lambda/invoke-reply.ts'
import type {
  Connection,
  DeployPlan,
  DeployPreview,
  DeploySpec,
  Provider,
  ProviderContext,
} from '../provider.ts'
import { readHandle } from '../read-handle.ts'
import { describeEngine, namedFunctions } from './describe-engine.ts'
import { localHandle, planTargets, startedTargets } from './describe-targets.ts'
import { makeConnectRequest, makeFunctionRequest } from './function-request.ts'
import { type LocalOptions, localOptions } from './options.ts'

/** The embedded engine: Lambda, Vercel, Netlify and Google functions as real processes on this machine. */
export const localProvider: Provider<LocalOptions, LocalPlan> = {
  id: 'local',
  title: 'Local engine',
  apiVersion: 'Lambda Invoke 2015-03-31, Runtime API 2018-06-01',
  options: localOptions,
  flags: [],
  limits: { parallelColds: 10, usualIdleMs: functionDefaults.idleTtlMs },
  endsWithProcess: true,
  open,
}

function open(context: ProviderContext): Connection<LocalOptions, LocalPlan> {
  const engines: Engines = new Map()
  return {
    check: async () => ({
      ready: true,
      checks: [{ name: 'local engine', state: 'ok', found: 'needs nothing but Node' }],
    }),
    plan: (spec) => plan(spec, context),
    deploy: (plan) => deploy(plan, engines, context),
    request: async (target, nonce) => makeRequest(target, nonce, engines),
    interpret: (reply, nonce) =>
      reply.request.headers['x-amz-log-type']
        ? interpretLambdaReply(reply, nonce)
        : interpretHttpReply(reply, nonce),
    connectOnly: async (target) => makeConnectRequest(target),
    async hold({ deployment = '', functionName = '', handle = {} }) {
      const contract = localHandle.safeParse(handle).data?.contract
      const engine = engines.get(deployment)?.engine
      // An engine that has ended is seen by the invocations themselves.
      const release =
        contract && (await engine?.hold({ contract, name: functionName }).catch(() => undefined))
      return async () => void (await release?.().catch(() => {}))
    },
    async evict(deployment) {
      await engines.get(deployment.id)?.engine.evict()
      return deployment.targets
    },
    destroy: (deployment) => destroy(deployment, engines, context),
    async close() {
      for (const { engine } of engines.values()) await engine.stop()
    },
  }
}

/** By deployment; an engine ends with the process that started it, so no other connection has any. */
type Engines = Map<string, { readonly engine: Engine; readonly functions: readonly FunctionOptions[] }>

function previewOf({ options, functions: own, replicas }: DeploySpec<LocalOptions>): DeployPreview {
  const functions = (own ?? options.contracts).length * replicas
  const creates = [`a process that serves ${functions} function${functions === 1 ? '' : 's'} on loopback`]
  return { provider: 'Local engine', account: 'this machine', region: 'local', creates, cost: 'nothing' }
}

interface LocalPlan extends DeployPlan<LocalOptions> {
  readonly engine: EngineOptions
}

/** @throws ColdstartError those of a function that cannot be run */
async function plan(spec: DeploySpec<LocalOptions>, context: ProviderContext): Promise<LocalPlan> {
  const named = namedFunctions(spec)
  const engine = await describeEngine(named, spec, context)
  const deploymentId = `local-${spec.runId}-${randomName(8)}`
  const names = named.flatMap(({ name }) => Array.from({ length: Math.max(1, spec.replicas) }, () => name))
  const targets = planTargets(engine.functions, names, deploymentId, spec.options)
  return { spec, deploymentId, preview: previewOf(spec), targets, engine }
}

async function deploy(
  { deploymentId: id, engine: options, targets }: LocalPlan,
  engines: Engines,
  context: ProviderContext,
): Promise<Deployment> {
  context.signal.throwIfAborted()
  const resource: Resource = { kind: 'local-engine', name: id, owned: true }
  const draft: Deployment = {
    id,
    provider: 'local',
    createdAt: isoNow(context.clock),
    resources: [resource],
    targets: [],
  }
  await context.ledger.begin(draft)
  await context.ledger.creating(id, resource)
  const start = context.startEngine ?? startEngine
  const engine = await start(...withLog(options, context))
  engines.set(id, { engine, functions: options.functions })
  void engine.ended.then(() => engines.delete(id))
  const created: Resource = { ...resource, id: String(engine.pid) }
  await context.ledger.created(id, created)
  const deployment = { ...draft, resources: [created], targets: startedTargets(targets, engine) }
  await context.ledger.ready(deployment)
  return deployment
}

/** With --debug, what functions write is shown as they write it, without what they were given in confidence. */
function withLog(options: EngineOptions, { logger }: ProviderContext): Parameters<StartEngine> {
  if (!logger.showsDebug) return [options]
  const clean = redactor(options.functions.flatMap(confidences))
  return [{ ...options, output: 'shown' }, (line) => logger.debug(clean(line))]
}

/** Values of a function's variables, and what its request may hold as a secret: headers, query, body. */
function confidences({ variables, request = {} }: FunctionOptions): string[] {
  const { path = '/', headers = {}, secrets = [], body } = request
  const words = secretsOfRequest({ method: 'GET', url: `http://localhost${path}`, headers, secrets })
  return [...Object.values(variables), ...words, ...(body === undefined ? [] : [body])]
}

/** What a function is asked with stays in this connection: a header may hold a secret, and a target is recorded. */
function makeRequest(target: Target, nonce: string, engines: Engines) {
  const { functionName, deployment = '' } = target
  const { contract } = readHandle(localHandle, target)
  const isIt = (one: { contract: Contract; name: string }) =>
    one.contract === contract && one.name === functionName
  const started = engines.get(deployment)
  const siteUrl = started?.engine.functions.find(isIt)?.siteUrl ?? target.url
  return makeFunctionRequest(target, nonce, started?.functions.find(isIt)?.request ?? {}, siteUrl)
}

async function destroy(deployment: Deployment, engines: Engines, context: ProviderContext): Promise<void> {
  await engines.get(deployment.id)?.engine.stop()
  engines.delete(deployment.id)
  for (const one of deployment.resources) await context.ledger.removed(deployment.id, one)
  await context.ledger.ended(deployment.id)
}
