import { describe, expect, it, onTestFinished } from 'vitest'
import { netlifyProvider, vercelProvider } from '../support/connected-providers.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { createTestContext } from '../support/provider-context.ts'
import { failed as netlifyFailed, startNetlifyStandIn } from '../support/stand-in/netlify-stand-in.ts'
import { startVercelStandIn, failed as vercelFailed } from '../support/stand-in/vercel-stand-in.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const token = 'planted-token'
const env = { VERCEL_TOKEN: token, NETLIFY_AUTH_TOKEN: token }

async function vercel() {
  const standIn = await startVercelStandIn({ token, clock: createFakeClock() })
  onTestFinished(() => standIn.close())
  return standIn
}

async function netlify() {
  const standIn = await startNetlifyStandIn({ token, clock: createFakeClock() })
  onTestFinished(() => standIn.close())
  return standIn
}

function contextFor(
  baseUrls: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>> = env,
) {
  const home = temporaryFolder()
  return createTestContext({ env: given, home, cwd: home, baseUrls })
}

describe.each([
  ['Vercel', vercelProvider, vercel, 'ada'],
  ['Netlify', netlifyProvider, netlify, 'ada@example.com, team ada'],
] as const)('doctor on %s', (_, provider, start, account) => {
  it('names account, source of the token, permissions, region, quota, clock and round trip', async () => {
    const found = await provider.check(contextFor((await start()).baseUrls))
    expect(found).toMatchObject({ ready: true, account })
    const names = found.checks.map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(['credentials', 'permissions', 'region', 'quota', 'clock', 'round trip']),
    )
    expect(found.checks.every(({ state }) => state === 'ok')).toBe(true)
  })

  it('says what to do without credentials', async () => {
    const found = await provider.check(contextFor((await start()).baseUrls, {}))
    expect(found).toMatchObject({
      ready: false,
      checks: [{ state: 'problem', remedy: expect.stringMatching(/TOKEN/) }],
    })
  })

  it('says that the token is refused', async () => {
    const wrong = { VERCEL_TOKEN: 'wrong-token', NETLIFY_AUTH_TOKEN: 'wrong-token' }
    const found = await provider.check(contextFor((await start()).baseUrls, wrong))
    expect(found).toMatchObject({ ready: false })
    expect(found.checks.find(({ state }) => state === 'problem')?.remedy).toMatch(/TOKEN/)
  })

  it('says by how much this machine’s clock is off', async () => {
    const home = temporaryFolder()
    const clock = createFakeClock(createFakeClock().wallMs() + 90_000)
    const { baseUrls } = await start()
    const found = await provider.check(createTestContext({ env, home, cwd: home, baseUrls, clock }))
    const check = found.checks.find(({ name }) => name === 'clock')
    expect(check).toMatchObject({ state: 'warning', found: expect.stringMatching(/^(89|90|91) s off/) })
  })

  it('makes nothing', async () => {
    const standIn = await start()
    await provider.check(contextFor(standIn.baseUrls))
    expect(standIn.calls.every((call) => call.startsWith('GET '))).toBe(true)
  })
})

describe('doctor', () => {
  it('takes a Vercel token that may not read its user, as tokens of one project', async () => {
    const standIn = await vercel()
    standIn.misbehave({
      call: /GET \/v2\/user/,
      times: 9,
      reply: vercelFailed(403, 'forbidden', 'Not authorized'),
    })
    expect(await vercelProvider.check(contextFor(standIn.baseUrls))).toMatchObject({ ready: true })
  })

  it('says that an API which fails is not ready, instead of throwing', async () => {
    const standIn = await netlify()
    standIn.misbehave({ call: /GET .*\/accounts/, times: 9, reply: netlifyFailed(500, 'oops') })
    const found = await netlifyProvider.check(contextFor(standIn.baseUrls))
    expect(found).toMatchObject({ ready: false, checks: [{ name: 'API', state: 'problem' }] })
  })
})
