import { beforeEach, describe, expect, it } from 'vitest'
import { googleProvider } from '../../support/connected-providers.ts'
import { deployToGoogle } from '../../support/google-stand-in/deploy-to-google.ts'
import { createGoogleContext } from '../../support/google-stand-in/google-context.ts'
import { type FreshCloud, failure, freshCloud } from './support/fresh-cloud.ts'

let cloud: FreshCloud['cloud']
let context: FreshCloud['context']

beforeEach(async () => {
  ;({ cloud, context } = await freshCloud())
})
describe('where the organisation forbids public functions', () => {
  beforeEach(() => {
    cloud.settings.organisationForbidsPublic = true
  })

  it.each(['user', 'service-account'] as const)(
    'a %s calls with an identity token for the URL',
    async (holder) => {
      const own = createGoogleContext(cloud, {}, holder)
      const deployment = await deployToGoogle(own)
      const [target] = deployment.targets
      expect(target?.handle).toMatchObject({ invoker: 'id-token' })
      expect(JSON.stringify(deployment)).not.toContain('planted')
      if (!target) return
      const { url, headers } = await googleProvider.request(target, 'n-1', own)
      expect((await fetch(url, { headers })).status).toBe(200)
      expect((await fetch(url)).status).toBe(403)
    },
  )

  it('asks for one identity token and renews it before it ends', async () => {
    const deployment = await deployToGoogle(context)
    const [target] = deployment.targets
    if (!target) throw new Error('no target')
    const first = (await googleProvider.request(target, 'n-1', context)).headers.authorization
    expect((await googleProvider.request(target, 'n-2', context)).headers.authorization).toBe(first)
    context.clock.advance(24 * 3_600_000)
    expect((await googleProvider.request(target, 'n-3', context)).headers.authorization).not.toBe(first)
  })

  it('says how to have a token when only an access token is at hand', async () => {
    const [token = ''] = await accessToken()
    const own = createGoogleContext(cloud, {
      env: {
        GOOGLE_APPLICATION_CREDENTIALS: undefined,
        CLOUDSDK_AUTH_ACCESS_TOKEN: token,
        GOOGLE_CLOUD_QUOTA_PROJECT: 'stand-in',
      },
    })
    const error = await failure(deployToGoogle(own))
    expect(error.code).toBe('google-identity-token')
    expect(error.hint).toContain('service account')
  })

  it('refuses where the user insisted on a public function', async () => {
    await expect(deployToGoogle(context, { options: { invoker: 'public' } })).rejects.toThrow(
      "organisation's policy",
    )
  })

  it('lets the scheduler call with the identity of the function itself', async () => {
    await deployToGoogle(context, { schedule: '0 5 * * *' })
    const [job] = [...cloud.jobs.values()] as [{ httpTarget: { oidcToken: object } }]
    const serviceAccountEmail = '1-compute@developer.gserviceaccount.com'
    expect(job.httpTarget.oidcToken).toMatchObject({ serviceAccountEmail })
    const [{ policy }] = [...cloud.services.values()] as unknown as [{ policy: object }]
    expect(JSON.stringify(policy)).toContain(`serviceAccount:${serviceAccountEmail}`)
  })
})

async function accessToken(): Promise<(string | undefined)[]> {
  const form = new URLSearchParams({ grant_type: 'refresh_token', ...cloud.tokens.userFile })
  const { json } = cloud.tokens.answer(form)
  return [(json as { access_token: string }).access_token]
}
