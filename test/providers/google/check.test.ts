import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { neededPermissions } from '../../../src/providers/google/needed-permissions.ts'
import { googleProvider } from '../../support/connected-providers.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { type GoogleCloud, startGoogleCloud } from '../../support/google-stand-in/google-cloud.ts'
import { createGoogleContext } from '../../support/google-stand-in/google-context.ts'
import { googleError } from '../../support/google-stand-in/misbehaviour.ts'

let cloud: GoogleCloud
beforeEach(async () => {
  cloud = await startGoogleCloud()
})
afterEach(async () => {
  expect(cloud.refusals).toEqual([])
  await cloud.close()
})

describe('doctor on Google Cloud', () => {
  it('finds nothing to do where all is well, and makes nothing', async () => {
    const readiness = await checkAt()
    expect(readiness.checks.map(({ name, state }) => `${name}: ${state}`)).toEqual([
      'credentials: ok',
      'project: ok',
      'region: ok',
      'round trip: ok',
      'clock: ok',
      'services: ok',
      'permissions: ok',
      'build account: ok',
    ])
    expect(readiness).toMatchObject({ ready: true, account: 'stand-in' })
    expect(cloud.calls).toEqual(['Token', 'BatchGetServices', 'TestIamPermissions', 'GetIamPolicy'])
  })

  it('names the command for the APIs that are off', async () => {
    cloud.settings.disabledServices = ['run.googleapis.com', 'cloudbuild.googleapis.com']
    const { ready, checks } = await checkAt()
    expect(ready).toBe(false)
    expect(checks.find(({ name }) => name === 'services')).toEqual({
      name: 'services',
      state: 'problem',
      found: 'off: run.googleapis.com, cloudbuild.googleapis.com',
      remedy: 'gcloud services enable run.googleapis.com cloudbuild.googleapis.com --project=stand-in',
    })
  })

  it('only warns when Cloud Scheduler is off, which a schedule alone needs', async () => {
    cloud.settings.disabledServices = ['cloudscheduler.googleapis.com']
    const { ready, checks } = await checkAt()
    expect(ready).toBe(true)
    expect(checks).toContainEqual(expect.objectContaining({ name: 'services', state: 'warning' }))
  })

  it('names the permissions that are missing, and the roles that bring them', async () => {
    cloud.misbehave({
      call: 'TestIamPermissions',
      reply: { status: 200, json: { permissions: ['run.services.get'] } },
    })
    const { ready, checks } = await checkAt()
    const found = checks.find(({ name }) => name === 'permissions')
    expect(ready).toBe(false)
    expect(found?.found).toContain('cloudfunctions.functions.create')
    expect(found?.found).not.toContain('run.services.get,')
    expect(found?.remedy).toContain('roles/run.admin')
  })

  it.each(['BatchGetServices', 'TestIamPermissions'])('warns when %s may not be asked', async (rpc) => {
    const json = googleError(403, 'PERMISSION_DENIED', 'no')
    cloud.misbehave({ call: rpc, reply: { status: 403, json } })
    const { ready, checks } = await checkAt()
    expect(ready).toBe(true)
    expect(checks.filter(({ state }) => state === 'warning')).toHaveLength(1)
  })

  it.each([
    [600_000, /^(599|60[01]) s off/],
    [-600_000, /^-(599|60[01]) s off/],
  ])('sees a clock that is %i ms off', async (skewMs, words) => {
    const { checks } = await checkAt(skewMs)
    // The Date header has whole seconds.
    const found = expect.stringMatching(words)
    expect(checks).toContainEqual(expect.objectContaining({ name: 'clock', state: 'warning', found }))
  })

  it('warns where no default account may build, with the option that names another', async () => {
    cloud.settings.buildsByDefault = false
    const { ready, checks } = await checkAt()
    expect(ready).toBe(true)
    expect(checks.find(({ name }) => name === 'build account')).toMatchObject({
      state: 'warning',
      remedy: expect.stringContaining('--google-build-service-account'),
    })
  })

  it('asks for what deploy, evict, destroy and the search for orphans need', async () => {
    cloud.misbehave({ call: 'TestIamPermissions', reply: { status: 200, json: { permissions: [] } } })
    const { checks } = await checkAt()
    const found = checks.find(({ name }) => name === 'permissions')?.found ?? ''
    for (const action of ['functions.update', 'functions.list', 'functions.sourceCodeSet'])
      expect(found).toContain(`cloudfunctions.${action}`)
    const page = readFileSync(new URL('../../../docs/PROVIDERS.md', import.meta.url), 'utf8')
    expect(neededPermissions.filter((action) => !page.includes(`\`${action}\``))).toEqual([])
  })

  it('says that credentials and project are missing, both at once', async () => {
    const env = {
      GOOGLE_APPLICATION_CREDENTIALS: undefined,
      GOOGLE_CLOUD_PROJECT: undefined,
      METADATA_SERVER_DETECTION: 'none',
    }
    const { checks } = await googleProvider.check(createGoogleContext(cloud, { env }))
    const problems = checks.filter(({ state }) => state === 'problem').map(({ name }) => name)
    expect(problems).toEqual(['credentials', 'project'])
  })

  it('names missing credentials with the command that logs in', async () => {
    const env = { GOOGLE_APPLICATION_CREDENTIALS: undefined, METADATA_SERVER_DETECTION: 'none' }
    const { ready, checks } = await googleProvider.check(createGoogleContext(cloud, { env }))
    expect(ready).toBe(false)
    expect(checks[0]).toMatchObject({
      name: 'credentials',
      state: 'problem',
      remedy: expect.stringContaining('gcloud auth application-default login'),
    })
  })

  it('has a remedy for everything that is not ok', async () => {
    cloud.settings.disabledServices = ['run.googleapis.com']
    cloud.misbehave({ call: 'TestIamPermissions', reply: { status: 200, json: {} } })
    const { checks } = await checkAt(-600_000)
    for (const { state, remedy } of checks) if (state !== 'ok') expect(remedy).toMatch(/\w/)
  })
})

/** @param skewMs by how much this machine's clock is ahead of Google's */
function checkAt(skewMs = 0) {
  const context = createGoogleContext(cloud)
  return googleProvider.check({ ...context, clock: createFakeClock(context.clock.wallMs() + skewMs) })
}
