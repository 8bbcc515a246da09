import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findCloudflareCredentials } from '../../../src/providers/cloudflare/credentials.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { createTestContext } from '../../support/provider-context.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

function homeWith(folder: string, toml: string): string {
  const home = temporaryFolder()
  mkdirSync(join(home, folder, 'config'), { recursive: true })
  writeFileSync(join(home, folder, 'config', 'default.toml'), toml)
  return home
}

function find(env: Record<string, string>, home = temporaryFolder()) {
  return findCloudflareCredentials(createTestContext({ env, home, cwd: home, clock: createFakeClock() }))
}

describe("Cloudflare's credentials", () => {
  it('are wrangler’s own variables, the token before the older pair', async () => {
    const pair = { CLOUDFLARE_API_KEY: 'k', CLOUDFLARE_EMAIL: 'a@b.c' }
    expect(await find({ ...pair, CLOUDFLARE_API_TOKEN: 't' })).toEqual({
      token: 't',
      source: 'CLOUDFLARE_API_TOKEN',
    })
    expect(await find(pair)).toMatchObject({ key: { apiKey: 'k', email: 'a@b.c' } })
  })

  it.each(['.wrangler', '.config/.wrangler'])(
    'are those of wrangler login in ~/%s while they live',
    async (folder) => {
      const toml = 'oauth_token = "o"\nexpiration_time = "2999-01-01T00:00:00.000Z"\nrefresh_token = "r"\n'
      expect(await find({}, homeWith(folder, toml))).toMatchObject({
        token: 'o',
        source: expect.stringContaining(folder),
      })
    },
  )

  it.each([
    ['CLOUDFLARE_API_KEY', 'CLOUDFLARE_EMAIL'],
    ['CF_API_KEY', 'CF_EMAIL'],
  ])('are refused where %s has no %s, whoever is logged in', async (key, email) => {
    const login = homeWith('.wrangler', 'oauth_token = "o"\nexpiration_time = "2999-01-01T00:00:00.000Z"\n')
    await expect(find({ [key]: 'k' }, login)).rejects.toMatchObject({
      code: 'no-credentials',
      message: expect.stringContaining(`${key} is set without ${email}`),
    })
    expect(await find({ [key]: 'k', [email]: 'a@b.c' })).toMatchObject({
      key: { apiKey: 'k', email: 'a@b.c' },
    })
  })

  it('are said to have expired, or not to be there', async () => {
    const toml = 'oauth_token = "o"\nexpiration_time = "2001-01-01T00:00:00.000Z"\n'
    await expect(find({}, homeWith('.wrangler', toml))).rejects.toMatchObject({
      code: 'no-credentials',
      message: expect.stringContaining('has expired'),
      hint: expect.stringContaining('wrangler login again'),
    })
    await expect(find({})).rejects.toMatchObject({ message: expect.stringContaining('not logged in') })
  })
})
