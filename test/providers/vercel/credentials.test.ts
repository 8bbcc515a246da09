import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findVercelCredentials, tokenHint } from '../../../src/providers/vercel/credentials.ts'
import { createTestContext } from '../../support/provider-context.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const LINUX = '.local/share/com.vercel.cli/auth.json'
const day = 86_400

function homeWith(files: Readonly<Record<string, object>>, env: Readonly<Record<string, string>> = {}) {
  const home = temporaryFolder()
  for (const [path, json] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), JSON.stringify(json))
  }
  return createTestContext({ home, cwd: home, env })
}

/** Seconds since the epoch, on the test's clock. */
function nowSeconds(): number {
  return createTestContext().clock.wallMs() / 1000
}

describe('credentials of Vercel', () => {
  it('are taken from VERCEL_TOKEN before the CLI’s login', async () => {
    const context = homeWith({ [LINUX]: { token: 'from-file' } }, { VERCEL_TOKEN: 'from-env' })
    expect(await findVercelCredentials(context)).toEqual({ token: 'from-env', source: 'VERCEL_TOKEN' })
  })

  it.each([LINUX, 'Library/Application Support/com.vercel.cli/auth.json', '.now/auth.json'])(
    'are taken from the CLI’s login in %s',
    async (path) => {
      const found = await findVercelCredentials(homeWith({ [path]: { token: 'from-file' } }))
      expect(found).toMatchObject({ token: 'from-file', source: expect.stringContaining(path) })
    },
  )

  it('are not taken from a login that has expired, in seconds or milliseconds', async () => {
    for (const expiresAt of [nowSeconds() - day, (nowSeconds() - day) * 1000]) {
      const finding = findVercelCredentials(
        homeWith({ [LINUX]: { token: 'old', refreshToken: 'r', expiresAt } }),
      )
      await expect(finding).rejects.toMatchObject({
        code: 'no-credentials',
        message: expect.stringContaining('has expired'),
        hint: expect.stringContaining('VERCEL_TOKEN'),
      })
    }
  })

  it('are taken from a login that still lives', async () => {
    const context = homeWith({ [LINUX]: { token: 'fresh', expiresAt: nowSeconds() + day } })
    expect(await findVercelCredentials(context)).toMatchObject({ token: 'fresh' })
  })

  it('say that a login without a token may be in the keyring', async () => {
    const finding = findVercelCredentials(homeWith({ [LINUX]: { userId: 'u1' } }))
    await expect(finding).rejects.toMatchObject({ message: expect.stringContaining('keyring') })
  })

  it('say where to get a token when there are none', async () => {
    await expect(findVercelCredentials(homeWith({}))).rejects.toMatchObject({
      code: 'no-credentials',
      hint: expect.stringContaining('https://vercel.com/account/tokens'),
    })
  })

  it('belong to the team of the option, the environment, the project link, or nobody', async () => {
    const link = { '.vercel/project.json': { orgId: 'team_link', projectId: 'prj_1' } }
    const token = { VERCEL_TOKEN: 't' }
    const teamIn = async (env: Record<string, string>, team?: string | null) =>
      (await findVercelCredentials(homeWith(link, { ...token, ...env }), team)).team
    expect(await teamIn({ VERCEL_ORG_ID: 'team_env' }, 'team_option')).toBe('team_option')
    expect(await teamIn({ VERCEL_ORG_ID: 'team_env' })).toBe('team_env')
    expect(await teamIn({})).toBe('team_link')
    expect(await teamIn({ VERCEL_ORG_ID: 'a-person' })).toBeUndefined()
    expect(await teamIn({ VERCEL_ORG_ID: 'team_env' }, null)).toBeUndefined()
  })

  it("belong to the CLI's current team where nothing else is said", async () => {
    const config = { '.local/share/com.vercel.cli/config.json': { currentTeam: 'team_cli' } }
    const env = { VERCEL_TOKEN: 't' }
    expect((await findVercelCredentials(homeWith(config, env))).team).toBe('team_cli')
    const link = { ...config, '.vercel/project.json': { orgId: 'team_link', projectId: 'prj_1' } }
    expect((await findVercelCredentials(homeWith(link, env))).team).toBe('team_link')
  })
})

describe('a login of the CLI that has ended', () => {
  it('is renewed by the CLI, whether its file says so or Vercel does', async () => {
    const home = temporaryFolder()
    const folder = join(home, '.local/share/com.vercel.cli')
    mkdirSync(folder, { recursive: true })
    const context = createTestContext({ home, cwd: home })
    const expiresAt = context.clock.wallMs() / 1000 - 60
    writeFileSync(join(folder, 'auth.json'), JSON.stringify({ token: 't', expiresAt }))
    await expect(findVercelCredentials(context)).rejects.toMatchObject({
      hint: expect.stringMatching(/^Run vercel login again/),
    })
    writeFileSync(join(folder, 'auth.json'), JSON.stringify({ token: 't' }))
    expect(tokenHint(await findVercelCredentials(context))).toMatch(/^Run vercel login again/)
    const named = createTestContext({ home, cwd: home, env: { VERCEL_TOKEN: 't' } })
    expect(tokenHint(await findVercelCredentials(named))).toMatch(/^Make a token/)
  })
})
