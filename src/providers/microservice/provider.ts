import { z } from 'zod'
import { isoNow } from '../../core/clock.ts'
import type { Deployment, Resource } from '../../core/deployment.ts'
import { interpretHttpReply } from '../../core/function-report.ts'
import { randomName } from '../../core/ids.ts'
import { NONCE_HEADER } from '../../core/report-headers.ts'
import type { Target } from '../../core/target.ts'
import { lambdaPrices } from '../lambda/limits.ts'
import type {
  Connection,
  DeployPlan,
  DeploySpec,
  PlannedTarget,
  Provider,
  ProviderContext,
} from '../provider.ts'
import { microserviceLimits, servicePrices } from './limits.ts'
import { type Service, startService } from './start-service.ts'
import { whatTheyHold } from './what-it-holds.ts'

type NoOptions = Record<string, never>

/** How long the service is watched while nobody calls it, ms. */
const WATCHED_MS = 500

/**
 * The sample function as a service that is always on: started once, never scaled to zero, through nginx where that is
 * installed. It has no cold starts; what it costs to hold is measured when it is deployed.
 */
export const microserviceProvider: Provider<NoOptions> = {
  id: 'microservice',
  title: 'Microservice',
  options: z.strictObject({}),
  flags: [],
  limits: microserviceLimits,
  endsWithProcess: true,
  open,
}

function open(context: ProviderContext): Connection<NoOptions> {
  const services = new Map<string, Service>()
  const stop = async (id: string) => {
    await services.get(id)?.stop()
    services.delete(id)
  }
  return {
    check: async () => ({
      ready: true,
      checks: [
        {
          name: 'microservice',
          state: 'ok',
          found: 'needs nothing but Node; nginx is used where it is installed',
        },
      ],
    }),
    plan: async (spec) => planOf(spec),
    async deploy(plan) {
      context.signal.throwIfAborted()
      const service = await startService()
      services.set(plan.deploymentId, service)
      return deploymentOf(plan, service, context)
    },
    async request({ url }, nonce) {
      return {
        url: `${url}/hello?name=coldstart&nonce=${nonce}`,
        method: 'GET',
        headers: { [NONCE_HEADER]: nonce },
      }
    },
    interpret: (reply, nonce) => interpretHttpReply(reply, nonce),
    connectOnly: async ({ url }) => ({ url: `${url}/health`, method: 'GET', headers: {} }),
    destroy: ({ id }) => stop(id),
    async close() {
      for (const id of [...services.keys()]) await stop(id)
    },
  }
}

function planOf(spec: DeploySpec<NoOptions>): DeployPlan<NoOptions> {
  const deploymentId = `microservice-${spec.runId}-${randomName(5)}`
  const planned: PlannedTarget = {
    id: 'microservice',
    provider: 'microservice',
    platform: 'local',
    deployment: deploymentId,
    region: 'local',
    facts: { freshlyDeployed: false },
  }
  const creates = [
    'a process that serves the sample function on loopback for as long as the run takes, and nginx in front of it where that is installed',
  ]
  const preview = {
    provider: 'Microservice',
    account: 'this machine',
    region: 'local',
    creates,
    cost: 'nothing',
  }
  return { spec, preview, deploymentId, targets: [planned] }
}

async function deploymentOf(
  { deploymentId: id, targets }: DeployPlan<NoOptions>,
  service: Service,
  { clock }: ProviderContext,
): Promise<Deployment> {
  // The function has been called before anything is measured: what remains is what users of a service that runs meet.
  await fetch(`${service.url}/hello`).then((reply) => reply.arrayBuffer())
  const held = await whatTheyHold(service.pids, (ms) => clock.sleep(ms), WATCHED_MS)
  const { asOf, source, what, perHour } = servicePrices
  const resource: Resource = { kind: 'microservice', name: id, owned: true }
  const started = targets.map(
    (planned): Target => ({
      ...planned,
      url: service.url,
      facts: {
        ...planned.facts,
        alwaysOn: {
          startMs: service.startMs,
          ...(service.nginx && { behind: service.nginx.version }),
          ...(service.nginxFailure !== undefined && { nginxFailure: service.nginxFailure }),
          ...held,
          price: { perHour, what, asOf, source },
          functionPrice: {
            perMillionRequests: lambdaPrices.perMillionRequests,
            perGbSecond: lambdaPrices.perGbSecond,
            what: 'Lambda',
            asOf: lambdaPrices.asOf,
            source: lambdaPrices.source,
          },
        },
        parity: {
          runBy: service.nginx ? `node:http behind ${service.nginx.version}` : 'node:http, without nginx',
        },
      },
    }),
  )
  return { id, provider: 'microservice', createdAt: isoNow(clock), resources: [resource], targets: started }
}
