import { z } from 'zod'
import { isoNow } from '../../../src/core/clock.ts'
import type { Deployment } from '../../../src/core/deployment.ts'
import { ColdstartError } from '../../../src/core/errors.ts'
import { interpretHttpReply } from '../../../src/core/function-report.ts'
import type { Connection, DeploySpec, Provider, ProviderContext } from '../../../src/providers/provider.ts'
import { loopbackFlags } from './flags.ts'

const loopbackOptions = z.strictObject({ greeting: z.string().default('hello') })
type LoopbackOptions = z.infer<typeof loopbackOptions>

/** The smallest provider there can be: one HTTP call a step, no credentials, one replica. */
export const loopbackProvider: Provider<LoopbackOptions> = {
  id: 'loopback',
  title: 'Loopback platform',
  options: loopbackOptions,
  flags: loopbackFlags,
  limits: { parallelColds: 1, usualIdleMs: 1000 },
  open: connect,
}

function connect(context: ProviderContext): Connection<LoopbackOptions> {
  const base = context.baseUrls.loopback ?? ''
  const call = (method: string, path: string) => fetch(base + path, { method, signal: context.signal })
  return {
    check: async () => ({ ready: base !== '', checks: [] }),
    async plan(spec) {
      if (spec.memoryMb !== undefined)
        throw new ColdstartError('cannot-deploy', { provider: 'Loopback', reason: 'it has one size' })
      const creates = [`function ${nameOf(spec)}`]
      const { id, targets } = deploymentOf(spec, base, context)
      const preview = { provider: 'Loopback', account: base, creates, cost: 'nothing' }
      return { spec, deploymentId: id, targets, preview }
    },
    async deploy({ spec }) {
      const draft = deploymentOf(spec, base, context)
      await context.ledger.begin({ ...draft, resources: [], targets: [] })
      for (const resource of draft.resources) await context.ledger.creating(draft.id, resource)
      await call('PUT', `/${nameOf(spec)}?greeting=${spec.options.greeting}`)
      await context.ledger.ready(draft)
      return draft
    },
    request: async ({ url }, nonce) => ({ url: `${url}?nonce=${nonce}`, method: 'GET', headers: {} }),
    interpret: interpretHttpReply,
    async evict({ targets }) {
      for (const { functionName } of targets) await call('POST', `/${functionName}`)
      return targets
    },
    async destroy({ id, resources }) {
      for (const resource of resources) {
        await call('DELETE', `/${resource.name}`)
        await context.ledger.removed(id, resource)
      }
      await context.ledger.ended(id)
    },
    async close() {},
  }
}

function nameOf({ runId }: DeploySpec): string {
  return `coldstart-${runId}`
}

function deploymentOf(spec: DeploySpec, base: string, { clock }: ProviderContext): Deployment {
  const [id, name] = [`loopback-${spec.runId}`, nameOf(spec)]
  return {
    id,
    provider: 'loopback',
    createdAt: isoNow(clock),
    resources: [{ kind: 'loopback-function', name, owned: true }],
    targets: [
      {
        id: 'loopback',
        provider: 'loopback',
        platform: 'cloud',
        url: `${base}/${name}`,
        deployment: id,
        functionName: name,
      },
    ],
  }
}
