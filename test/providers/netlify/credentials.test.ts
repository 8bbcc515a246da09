import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findNetlifyCredentials, tokenHint } from '../../../src/providers/netlify/credentials.ts'
import { createTestContext } from '../../support/provider-context.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const LINUX = '.config/netlify/config.json'
const login = {
  userId: 'u1',
  users: { u1: { auth: { token: 'from-file' } }, u2: { auth: { token: 'another' } } },
}

function homeWith(path: string, json: object, env: Readonly<Record<string, string>> = {}) {
  const home = temporaryFolder()
  mkdirSync(dirname(join(home, path)), { recursive: true })
  writeFileSync(join(home, path), JSON.stringify(json))
  return createTestContext({ home, cwd: home, env })
}

describe('credentials of Netlify', () => {
  it('are taken from NETLIFY_AUTH_TOKEN before the CLI’s login', async () => {
    const context = homeWith(LINUX, login, { NETLIFY_AUTH_TOKEN: 'from-env' })
    expect(await findNetlifyCredentials(context)).toEqual({ token: 'from-env', source: 'NETLIFY_AUTH_TOKEN' })
  })

  it.each([LINUX, 'Library/Preferences/netlify/config.json', '.netlify/config.json'])(
    'are those of the user who is logged in, in %s',
    async (path) => {
      const found = await findNetlifyCredentials(homeWith(path, login))
      expect(found).toMatchObject({ token: 'from-file', source: expect.stringContaining(path) })
    },
  )

  it('are not the word null, which some CI systems write for an unset secret', async () => {
    const context = homeWith(LINUX, login, { NETLIFY_AUTH_TOKEN: 'null' })
    expect(await findNetlifyCredentials(context)).toMatchObject({ token: 'from-file' })
  })

  it('say where to get a token when there are none', async () => {
    await expect(findNetlifyCredentials(homeWith(LINUX, {}))).rejects.toMatchObject({
      code: 'no-credentials',
      hint: expect.stringContaining('NETLIFY_AUTH_TOKEN'),
    })
  })
})

describe('a login of the CLI that has ended', () => {
  it('is renewed by the CLI, a token of one’s own by another', () => {
    expect(tokenHint({ token: 't', source: '/home/ada/.config/netlify/config.json' })).toMatch(
      /^Run netlify login again/,
    )
    expect(tokenHint({ token: 't', source: 'NETLIFY_AUTH_TOKEN' })).toMatch(/^Make a token/)
  })
})
