import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startConnectProxy } from '../../support/connect-proxy.ts'
import { runCliAndKill } from '../../support/run-cli.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const profiles = `
[profile role]
role_arn = arn:aws:iam::123456789012:role/x
source_profile = keys
[profile keys]
aws_access_key_id = AKIACOLDSTARTTEST001
aws_secret_access_key = planted-secret-access-key
[profile web]
role_arn = arn:aws:iam::123456789012:role/x
web_identity_token_file = token
[profile sign-on]
sso_start_url = https://acme.awsapps.com/start
sso_region = us-east-1
sso_account_id = 123456789012
sso_role_name = dev
[profile session]
sso_session = acme
sso_account_id = 123456789012
sso_role_name = dev
[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
`

/** A home folder with logins; the one of the session has run out and can be renewed. */
function homeFolder(): string {
  const home = temporaryFolder()
  const cache = join(home, '.aws', 'sso', 'cache')
  mkdirSync(cache, { recursive: true })
  writeFileSync(join(home, '.aws', 'config'), profiles)
  writeFileSync(join(home, 'token'), 'planted-identity-token')
  const login = {
    startUrl: 'https://acme.awsapps.com/start',
    region: 'us-east-1',
    accessToken: 'planted-sign-on-token',
    clientId: 'c',
    clientSecret: 'planted-client-secret',
    refreshToken: 'planted-refresh-token',
    registrationExpiresAt: '2999-01-01T00:00:00Z',
  }
  for (const [key, expiresAt] of [
    [login.startUrl, '2999-01-01T00:00:00Z'],
    ['acme', '2020-01-01T00:00:00Z'],
  ] as const) {
    const name = createHash('sha1').update(key).digest('hex')
    writeFileSync(join(cache, `${name}.json`), JSON.stringify({ ...login, expiresAt }))
  }
  return home
}

it.each([
  ['role', 'sts.us-east-1.amazonaws.com:443'],
  ['web', 'sts.us-east-1.amazonaws.com:443'],
  ['sign-on', 'portal.sso.us-east-1.amazonaws.com:443'],
  ['session', 'oidc.us-east-1.amazonaws.com:443'],
])('the credentials of a profile are asked for through the proxy: %s', async (profile, host) => {
  const proxy = await startConnectProxy({ login: 'nobody:else' })
  onTestFinished(() => proxy.close())
  const cwd = homeFolder()
  const env = {
    AWS_PROFILE: profile,
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    HTTPS_PROXY: proxy.url,
  }
  const { code, stdout, stderr } = await runCliAndKill(['doctor', 'lambda'], { cwd, env })
  expect(proxy.tunnels).toContain(host)
  expect(code).toBe(1)
  if (profile !== 'session') expect(stdout).toMatch(/cannot be reached \(through the proxy .*407/)
  expect(stdout + stderr).not.toContain('planted')
})
