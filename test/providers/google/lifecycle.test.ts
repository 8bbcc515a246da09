import { beforeEach, describe, expect, it } from 'vitest'
import type { Deployment } from '../../../src/core/deployment.ts'
import type { DeploySpec, ProviderContext } from '../../../src/providers/provider.ts'
import { googleProvider } from '../../support/connected-providers.ts'
import { deployToGoogle } from '../../support/google-stand-in/deploy-to-google.ts'
import { type FreshCloud, freshCloud } from './support/fresh-cloud.ts'

let cloud: FreshCloud['cloud']
let context: FreshCloud['context']

beforeEach(async () => {
  ;({ cloud, context } = await freshCloud())
})

describe('deploy on Google Cloud', () => {
  it('leaves functions that answer, each with a revision that has served nobody', async () => {
    const deployment = await deploy({ replicas: 2 })
    expect(deployment.targets.map(({ id }) => id)).toEqual(['google', 'google#2'])
    for (const target of deployment.targets) {
      expect(await call(target, context)).toMatchObject({ invocation: 1 })
      expect(await call(target, context)).toMatchObject({ invocation: 2 })
    }
    expect(cloud.functions.size).toBe(2)
  })

  it('records what a comparison must say: CPU share, memory, concurrency, who may call', async () => {
    const { targets } = await deploy({ memoryMb: 512, region: 'europe-west1', runtime: 'nodejs24.x' })
    expect(targets[0]).toMatchObject({
      id: 'google/europe-west1/512MB/nodejs24.x',
      region: 'europe-west1',
      memoryMb: 512,
      runtime: 'nodejs24',
      architecture: 'x86_64',
      facts: {
        parity: { cpu: '0.1666', concurrencyPerInstance: 1, own: { 'start-up CPU boost': true } },
      },
      handle: { invoker: 'public' },
    })
    const [{ resource }] = [...cloud.functions.values()] as [{ resource: Record<string, unknown> }]
    expect(resource).toMatchObject({
      environment: 'GEN_2',
      buildConfig: { runtime: 'nodejs24', entryPoint: 'hello' },
      serviceConfig: { availableMemory: '512M', maxInstanceRequestConcurrency: 1 },
    })
  })

  it('has it built by the account that was named', async () => {
    await deploy({ options: { buildServiceAccount: 'build@stand-in.iam.gserviceaccount.com' } })
    const [made] = [...cloud.functions.values()]
    expect(JSON.stringify(made?.resource)).toContain(
      '"serviceAccount":"projects/stand-in/serviceAccounts/build@stand-in.iam.gserviceaccount.com"',
    )
  })

  it('keeps the bindings a policy already had', async () => {
    await deploy()
    const [{ policy }] = [...cloud.services.values()] as unknown as [{ policy: { bindings: unknown[] } }]
    expect(policy.bindings).toEqual([
      { role: 'roles/run.viewer', members: ['user:auditor@example.com'] },
      { role: 'roles/run.invoker', members: ['allUsers'] },
    ])
  })

  it('says the stages of a build as they pass', async () => {
    cloud.settings.operationPolls = 3
    await deploy()
    expect(context.logged.filter((line) => /: build$|: artifact registry$/.test(line))).not.toEqual([])
  })

  it('schedules a daily call in UTC', async () => {
    const deployment = await deploy({ schedule: '0 5 * * *' })
    const [job] = [...cloud.jobs.values()]
    expect(job).toMatchObject({
      schedule: '0 5 * * *',
      timeZone: 'Etc/UTC',
      httpTarget: { uri: deployment.targets[0]?.url, httpMethod: 'GET' },
    })
    await googleProvider.destroy(deployment, context)
    expect(cloud.jobs.size).toBe(0)
  })
})

describe('evict on Google Cloud', () => {
  it('switches off the deployment check, whose instance would meet the request warm', async () => {
    const deployment = await deploy()
    await googleProvider.evict?.(deployment, context)
    const [{ resource }] = [...cloud.services.values()] as unknown as [{ resource: { template: object } }]
    expect(resource.template).toMatchObject({ healthCheckDisabled: true })
    expect(resource.template).not.toHaveProperty('revision')
  })

  it('keeps the variables the revision already had', async () => {
    await deploy()
    const [{ resource }] = [...cloud.services.values()] as unknown as [
      { resource: { template: { containers: object[] } } },
    ]
    expect(resource.template.containers[0]).toMatchObject({
      env: [{ name: 'LOG_EXECUTION_ID' }, { name: 'COLDSTART_REVISION' }],
    })
  })

  it('reconfigures the function where its service may not be changed', async () => {
    cloud.settings.servicesAreClosed = true
    const deployment = await deploy()
    expect(cloud.calls).toContain('UpdateFunction')
    expect(deployment.targets).toHaveLength(1)
  })
})

describe('destroy on Google Cloud', () => {
  it('deletes everything, twice without complaint, and says what Google keeps', async () => {
    const deployment = await deploy({ replicas: 2, schedule: '0 5 * * *' })
    await googleProvider.destroy(deployment, context)
    expect([cloud.functions.size, cloud.services.size, cloud.jobs.size]).toEqual([0, 0, 0])
    expect(context.logged.join('\n')).toContain('us-central1-docker.pkg.dev/stand-in/gcf-artifacts')
    await googleProvider.destroy(deployment, context)
  })

  it('finds functions and jobs that no ledger knows, by prefix and label, in every region', async () => {
    const one = await deploy({ region: 'europe-west1', schedule: '0 5 * * *' })
    const two = await deploy()
    const foreign = 'projects/stand-in/locations/us-central1/functions/coldstart-but-not-ours'
    cloud.functions.set(foreign, { resource: { name: foreign, labels: {} } })
    const orphans = (await googleProvider.findOrphans?.(context)) ?? []
    expect(orphans.map(({ id }) => id)).toEqual([one.id, two.id])
    expect(context.logged.join()).toMatch(/function \S+ has a name like coldstart's/)
    for (const orphan of orphans) await googleProvider.destroy(orphan, context)
    expect([...cloud.functions.keys()]).toEqual([foreign])
    expect(cloud.jobs.size).toBe(0)
  })
})

function deploy(given: Partial<DeploySpec<object>> = {}): Promise<Deployment> {
  return deployToGoogle(context, given)
}

/** One invocation, as the probe would send it. */
async function call(target: Deployment['targets'][number], context: ProviderContext) {
  const { url, method, headers } = await googleProvider.request(target, 'nonce-1', context)
  const reply = await fetch(url, { method, headers })
  expect(reply.status).toBe(200)
  const { nonce, instance } = (await reply.json()) as {
    nonce: string
    instance: { id: string; invocation: number }
  }
  expect(nonce).toBe('nonce-1')
  return instance
}
