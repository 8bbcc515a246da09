import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { standInKey, startAwsStandIn } from '../../support/aws-stand-in/aws-stand-in.ts'
import { runCliAndKill } from '../../support/run-cli.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('doctor for AWS, as a process', () => {
  const noSecret = (text: string) => expect(text).not.toContain(standInKey.secretAccessKey)

  async function doctor(env: Record<string, string>, files: Record<string, string> = {}) {
    const aws = await startAwsStandIn()
    onTestFinished(() => aws.close())
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, '.aws'))
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, '.aws', name), text)
    const common = { AWS_ENDPOINT_URL: aws.url, AWS_EC2_METADATA_DISABLED: 'true' }
    return runCliAndKill(['doctor', 'lambda'], { cwd, env: { ...common, ...env } })
  }

  const keys = `aws_access_key_id = ${standInKey.accessKeyId}\naws_secret_access_key = ${standInKey.secretAccessKey}\naws_session_token = ${standInKey.sessionToken}\n`

  it('finds a profile and its region in ~/.aws', async () => {
    const files = { credentials: `[bench]\n${keys}`, config: '[profile bench]\nregion = eu-west-3\n' }
    const { stdout, stderr } = await doctor({ AWS_PROFILE: 'bench' }, files)
    expect(stdout).toContain('region: eu-west-3')
    expect(stdout).toContain('credentials: profile bench in ~/.aws, key AKIA…T001')
    expect(stdout).toContain('account: 123456789012')
    noSecret(stdout + stderr)
  })

  it('says that region and credentials are missing, both at once', async () => {
    const { stdout } = await doctor({}, {})
    expect(stdout).toMatch(/problem {2}region: No AWS region is set/)
    expect(stdout).toMatch(/problem {2}credentials: No AWS credentials were found/)
  })

  it('reads AWS_DEFAULT_PROFILE, after AWS_PROFILE and keys', async () => {
    const files = { credentials: `[bench]\n${keys}`, config: '[profile bench]\nregion = eu-west-3\n' }
    const { stdout } = await doctor({ AWS_DEFAULT_PROFILE: 'bench' }, files)
    expect(stdout).toContain('region: eu-west-3')
    expect(stdout).toContain('credentials: profile bench in ~/.aws, key AKIA…T001')
  })

  it('says how an expired single sign-on is renewed', async () => {
    const config =
      '[profile work]\nregion = eu-west-3\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n[sso-session s]\nsso_start_url = https://x.test\nsso_region = eu-west-3\n'
    const { stdout } = await doctor({ AWS_PROFILE: 'work' }, { config })
    expect(stdout).toContain('aws sso login --profile work')
  })

  it('takes the profile before the keys in the environment, without the SDK talking about it', async () => {
    const files = { credentials: `[bench]\n${keys}` }
    const others = { AWS_ACCESS_KEY_ID: 'AKIAOTHER00000000000', AWS_SECRET_ACCESS_KEY: 'another-secret' }
    const { stdout, stderr } = await doctor(
      { AWS_PROFILE: 'bench', AWS_REGION: 'us-east-1', ...others },
      files,
    )
    expect(stdout).toContain('profile bench')
    expect(stderr).toBe('')
  })

  it('says what to set when there is nothing, and nothing on stderr', async () => {
    const { code, stdout, stderr } = await doctor({ AWS_REGION: 'us-east-1' })
    expect(stdout).toMatch(/problem {2}credentials: No AWS credentials were found.*\n\s+→ Set AWS_PROFILE/)
    expect([code, stderr]).toEqual([1, ''])
  })
})
