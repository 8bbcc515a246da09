import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeDeploy } from '../../../src/providers/google/deploy-plan.ts'
import { findRegion } from '../../../src/providers/google/find-region.ts'
import { functionIdOf, newDeploymentId, partsOf } from '../../../src/providers/google/names.ts'
import { googleProvider } from '../../support/connected-providers.ts'
import { createTestContext } from '../../support/provider-context.ts'
import { specFor } from '../../support/stand-in/deploy-setup.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const env = { GOOGLE_CLOUD_PROJECT: 'my-project' }

describe('what is shown before anything is made on Google Cloud', () => {
  it('names project, region, every function with runtime and memory, every job, and what stays', async () => {
    const given = { replicas: 2, memoryMb: 512, region: 'europe-west1', schedule: '0 5 * * *' }
    const spec = specFor(googleProvider, {}, given)
    const { preview } = await describeDeploy(spec, 'hello', createTestContext({ env }))
    expect(preview).toMatchObject({
      provider: 'google',
      account: 'project my-project',
      region: 'europe-west1',
    })
    expect(preview.creates).toHaveLength(4)
    expect(preview.creates[0]).toMatch(
      /^function projects\/my-project\/locations\/europe-west1\/functions\/coldstart-.*-…-1 \(nodejs22, 512 MB\)$/,
    )
    expect(preview.creates[3]).toMatch(/^Cloud Scheduler job .*-…-2 \(0 5 \* \* \* UTC\)$/)
    expect(preview.notes?.join()).toContain('gcf-artifacts')
  })

  it.each([
    [undefined, 'nodejs22'],
    ['nodejs26', 'nodejs26'],
    ['nodejs24.x', 'nodejs24'],
    ['node22', 'nodejs22'],
    ['22', 'nodejs22'],
  ])('takes the runtime %s for %s', async (runtime, meant) => {
    const spec = specFor(googleProvider, {}, runtime === undefined ? {} : { runtime })
    const { preview } = await describeDeploy(spec, 'hello', createTestContext({ env }))
    expect(preview.creates[0]).toContain(`(${meant}, 256 MB)`)
  })

  it('says that another architecture than x86_64 is not to be had', async () => {
    const context = createTestContext({ env })
    const described = describeDeploy(specFor(googleProvider, {}, { architecture: 'arm64' }), 'hello', context)
    await expect(described).rejects.toMatchObject({
      code: 'cannot-deploy',
      message: expect.stringContaining('x86_64 only'),
    })
  })

  it.each([
    [{}, 'us-central1'],
    [{ CLOUDSDK_FUNCTIONS_REGION: 'asia-east1' }, 'asia-east1'],
    [{ GOOGLE_CLOUD_REGION: 'europe-west4' }, 'europe-west4'],
  ])('with %j deploys to %s', async (variables, region) => {
    const home = temporaryFolder()
    expect((await findRegion(createTestContext({ env: variables, home }))).id).toBe(region)
  })
})

describe('the region that gcloud is configured for', () => {
  function home(properties: string) {
    const folder = temporaryFolder()
    mkdirSync(join(folder, '.config/gcloud/configurations'), { recursive: true })
    writeFileSync(join(folder, '.config/gcloud/configurations/config_default'), properties)
    return folder
  }

  it.each([
    [
      '[core]\nproject = p\n[compute]\nregion = europe-west3\n',
      'europe-west3',
      'gcloud config, compute/region',
    ],
    [
      '[compute]\nregion = a-b1\n[functions]\nregion = europe-west9\n',
      'europe-west9',
      'gcloud config, functions/region',
    ],
    ['[run]\nregion = asia-east2\n', 'asia-east2', 'gcloud config, run/region'],
    ['[core]\nproject = p\n', 'us-central1', 'the default; --region sets another'],
  ])('is used, and its origin said: %j', async (properties, id, source) => {
    const context = createTestContext({ env, home: home(properties) })
    expect(await findRegion(context)).toEqual({ id, source })
    const { preview } = await describeDeploy(specFor(googleProvider), 'hello', context)
    expect(preview).toMatchObject({ region: id })
    expect(preview.notes?.[0]).toBe(`The region ${id} is from ${source}`)
  })
})

describe('names on Google Cloud', () => {
  it('are legal: function id below 50 characters, label of lower case', () => {
    const id = newDeploymentId('2026-11-23T154200-K3F9-and-more-than-anybody-would-type-as-a-run-id')
    expect(id).toMatch(/^google-[a-z0-9-]{1,56}$/)
    expect(functionIdOf(id, 98)).toMatch(/^coldstart-[a-z0-9-]{1,38}-99$/)
  })

  it('differ from one deploy of a run to the next', () => {
    const ids = Array.from({ length: 200 }, () => newDeploymentId('2026-11-23T154200-k3f9'))
    expect(new Set(ids).size).toBe(200)
  })

  it('are taken apart again', () => {
    expect(partsOf('projects/p/locations/r/jobs/j')).toEqual({ project: 'p', region: 'r', id: 'j' })
  })
})
