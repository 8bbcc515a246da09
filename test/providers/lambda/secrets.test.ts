import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { putFunction } from '../../support/aws-stand-in/aws-cloud.ts'
import { awsTest, lambdaSpec } from '../../support/aws-stand-in/aws-context.ts'
import { environmentFor, standInKey, startAwsStandIn } from '../../support/aws-stand-in/aws-stand-in.ts'
import { lambdaProvider } from '../../support/connected-providers.ts'
import { runInProcess } from '../../support/run-in-process.ts'

const secrets = [standInKey.secretAccessKey, standInKey.sessionToken ?? 'none', 'planted-database-password']

function expectNone(texts: readonly string[]): void {
  for (const secret of secrets)
    for (const text of texts) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain(encodeURIComponent(secret))
      expect(text).not.toContain(Buffer.from(secret).toString('base64'))
    }
}

async function everythingIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return Promise.all(
    entries.filter((one) => one.isFile()).map((one) => readFile(join(one.parentPath, one.name), 'utf8')),
  )
}

describe('no secret of AWS', () => {
  it('appears in anything the CLI writes, with --debug, from doctor to destroy', async () => {
    const aws = await startAwsStandIn({ pace: { roleRefusals: 0, pendingPolls: 0 } })
    onTestFinished(() => aws.close())
    const env = environmentFor(aws)
    const first = await runInProcess(['doctor', 'lambda', '--debug'], { env })
    const { cwd } = first
    const written = [first.stdout, first.stderr]
    for (const argv of [
      ['deploy', 'lambda', '--yes'],
      ['list', '--format', 'json'],
      ['destroy', '--yes'],
    ]) {
      const { stdout, stderr, code } = await runInProcess([...argv, '--debug'], { env, cwd })
      expect(code, stderr).toBe(0)
      written.push(stdout, stderr)
    }
    expect(written.join('\n')).toContain('lambda:CreateFunction')
    expectNone([...written, ...(await everythingIn(cwd))])
  })

  it('appears where AWS echoes the request: a signature that does not match', async () => {
    const aws = await startAwsStandIn()
    onTestFinished(() => aws.close())
    const wrong = 'planted-database-password-as-secret-key'
    const env = { ...environmentFor(aws), AWS_SECRET_ACCESS_KEY: wrong }
    const { code, stdout, stderr, cwd } = await runInProcess(['deploy', 'lambda', '--yes', '--debug'], {
      env,
    })
    expect(code).toBe(1)
    expect(stderr).toContain('Copy access key and secret key again')
    expectNone([stdout, stderr, ...(await everythingIn(cwd))])
  })

  it.each(['CreateRole', 'CreateFunction', 'GetFunction', 'GetCallerIdentity'])(
    'appears in the error of %s when AWS quotes it back',
    async (operation) => {
      const { aws, context } = await awsTest({ pace: { roleRefusals: 0 } })
      const message = `bad: ${secrets.slice(0, 2).join(' ')}`
      aws.misbehave({ call: operation, times: 9, reply: { status: 400, code: 'OddException', message } })
      const error = await lambdaProvider.deploy(lambdaSpec(), context).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(Error)
      expectNone([inspect(error, { depth: 10 }), ...context.logged])
    },
  )

  it("nor a user's variables: in the ledger, the log, a target or an error", async () => {
    const { aws, context, ledger } = await awsTest()
    putFunction(aws.cloud, 'checkout', {
      Environment: { Variables: { PASSWORD: 'planted-database-password' } },
    })
    const deployment = await lambdaProvider.deploy(lambdaSpec({}, { functionName: 'checkout' }), context)
    await lambdaProvider.evict?.(deployment, context)
    const message = 'One of planted-database-password is bad'
    aws.misbehave({
      call: 'UpdateFunctionConfiguration',
      reply: { status: 400, code: 'InvalidParameterValueException', message },
    })
    const error = await lambdaProvider.evict?.(deployment, context).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    expectNone([
      inspect(error, { depth: 10 }),
      JSON.stringify(deployment),
      await readFile(ledger.path, 'utf8'),
      ...context.logged,
    ])
  })

  it('is in a target, which a run file keeps', async () => {
    const { context } = await awsTest()
    const { targets } = await lambdaProvider.deploy(lambdaSpec(), context)
    expectNone([JSON.stringify(targets)])
  })
})
