import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine/start-engine.ts'
import { readLambdaLog } from '../../src/providers/lambda/log-report.ts'
import { startTestEngine, testFunction } from './support/test-engine.ts'

let engine: Engine
let client: LambdaClient
beforeAll(async () => {
  engine = await startTestEngine([
    testFunction('failing.mjs'),
    testFunction('failing.mjs', { name: 'none', maxEnvironments: 1 }),
  ])
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' }
  client = new LambdaClient({ endpoint: engine.url, region: 'us-east-1', credentials, maxAttempts: 1 })
})
afterAll(async () => {
  client.destroy()
  await engine.stop()
})

const invoke = (payload: unknown, FunctionName = 'failing') =>
  client.send(
    new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(payload)), LogType: 'Tail' }),
  )

describe("AWS's own client against the engine", () => {
  it('reads payload, version and log', async () => {
    const reply = await invoke({ mode: 'pid' })
    expect(reply).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' })
    expect(reply.FunctionError).toBeUndefined()
    expect(Number(reply.Payload?.transformToString())).toBeGreaterThan(0)
    const report = readLambdaLog(reply.LogResult ?? '', reply.$metadata.requestId)
    expect(report?.platform.initMs).toBeGreaterThan(0)
  })

  it('reads a function error', async () => {
    const reply = await invoke({ mode: 'throw' })
    expect(reply.FunctionError).toBe('Unhandled')
    expect(JSON.parse(reply.Payload?.transformToString() ?? '')).toMatchObject({ errorType: 'TypeError' })
  })

  it('does a dry run', async () => {
    const reply = await client.send(new InvokeCommand({ FunctionName: 'failing', InvocationType: 'DryRun' }))
    expect(reply.StatusCode).toBe(204)
  })

  it('knows the errors by name', async () => {
    await expect(invoke({}, 'nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    await expect(invoke('x'.repeat(6 * 1024 * 1024))).rejects.toMatchObject({
      name: 'RequestTooLargeException',
    })
    const both = await Promise.allSettled([1, 2].map(() => invoke({ mode: 'sleep', ms: 800 }, 'none')))
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { name: 'TooManyRequestsException', Reason: 'ConcurrentInvocationLimitExceeded' },
    })
  })
})
