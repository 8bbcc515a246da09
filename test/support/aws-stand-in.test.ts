import { Lambda } from '@aws-sdk/client-lambda'
import { describe, expect, it, onTestFinished } from 'vitest'
import { quietSdk } from '../../src/providers/lambda/quiet-sdk.ts'
import { standInKey, startAwsStandIn } from './aws-stand-in/aws-stand-in.ts'

async function client(credentials = standInKey) {
  await quietSdk()
  const aws = await startAwsStandIn()
  const lambda = new Lambda({ region: 'us-east-1', endpoint: aws.url, credentials, maxAttempts: 1 })
  onTestFinished(async () => {
    lambda.destroy()
    await aws.close()
  })
  return lambda
}

describe('the stand-in of AWS refuses what AWS would', () => {
  it('another secret key', async () => {
    const lambda = await client({ ...standInKey, secretAccessKey: 'another' })
    await expect(lambda.getAccountSettings({})).rejects.toMatchObject({ name: 'InvalidSignatureException' })
  })

  it('another session token', async () => {
    const lambda = await client({ ...standInKey, sessionToken: 'another' })
    await expect(lambda.getAccountSettings({})).rejects.toMatchObject({ name: 'UnrecognizedClientException' })
  })

  it('a request without a signature', async () => {
    const aws = await startAwsStandIn()
    onTestFinished(() => aws.close())
    expect((await fetch(`${aws.url}/2016-08-19/account-settings`)).status).toBe(403)
  })

  it.each([
    [{ FunctionName: 'f', Role: undefined }, /Role: nothing must be given/],
    [{ FunctionName: 'a name with spaces' }, /FunctionName/],
    [{ FunctionName: 'f', MemorySize: 64 }, /at least 128/],
    [{ FunctionName: 'f', Role: 'not an arn' }, /Role/],
    [{ FunctionName: 'f', Architectures: ['sparc'] }, /one of x86_64, arm64/],
    [{ FunctionName: 'f', Environment: { Variables: { 'not-a-name': 'x' } } }, /key/],
  ])('a CreateFunction with %o', async (input, words) => {
    const lambda = await client()
    const whole = {
      Code: { ZipFile: new Uint8Array(1) },
      Role: 'arn:aws:iam::123456789012:role/r',
      ...input,
    } as never
    const creating = lambda.createFunction(whole)
    await expect(creating).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(words),
    })
  })
})
