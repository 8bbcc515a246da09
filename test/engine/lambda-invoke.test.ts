import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine/start-engine.ts'
import { readLambdaLog } from '../../src/providers/lambda/log-report.ts'
import { invoke, startTestEngine, testFunction } from './support/test-engine.ts'

const isNode24 = Number(process.versions.node.split('.', 1)[0]) >= 24
let engine: Engine
beforeAll(async () => {
  engine = await startTestEngine([
    testFunction('failing.mjs', { memoryMb: 64, timeoutMs: 5000 }),
    testFunction('failing.mjs', { name: 'single', maxEnvironments: 1 }),
    testFunction('callback.cjs'),
    testFunction('streaming.mjs'),
  ])
})
afterAll(() => engine.stop())

const json = (invoked: { json: unknown }) => invoked.json as Record<string, unknown>

describe('a function that answers', () => {
  it('gets the payload and gives its result, with the headers of Invoke', async () => {
    const reply = await invoke(engine, 'failing', { mode: 'pid' })
    expect(reply.status).toBe(200)
    expect(reply.json).toBeTypeOf('number')
    expect(reply.headers['x-amz-executed-version']).toBe('$LATEST')
    expect(reply.headers['x-amzn-requestid']).toMatch(/^[\da-f-]{36}$/)
    expect(reply.headers).not.toHaveProperty('x-amz-function-error')
  })

  it('takes an empty payload as null', async () => {
    if (!isNode24) expect((await invoke(engine, 'callback', '""')).json).toEqual({})
    expect((await invoke(engine, 'failing', '')).text).toBe('null')
  })

  it('is found by name, by qualified name and by ARN', async () => {
    for (const name of ['failing:$LATEST', 'arn:aws:lambda:local:000000000000:function:failing'])
      expect((await invoke(engine, encodeURIComponent(name), {})).status).toBe(200)
  })

  it('knows its context and the time it has left', async () => {
    const context = json(await invoke(engine, 'failing', { mode: 'context' }))
    expect(context).toMatchObject({
      functionName: 'failing',
      functionVersion: '$LATEST',
      memoryLimitInMB: '64',
      invokedFunctionArn: 'arn:aws:lambda:local:000000000000:function:failing',
    })
    const left = (await invoke(engine, 'failing', { mode: 'remaining' })).json
    expect(left).toBeLessThanOrEqual(5000)
    expect(left).toBeGreaterThan(0)
  })

  it('gets the caller’s client context', async () => {
    const header = Buffer.from('{"custom":{"a":"1"}}').toString('base64')
    const reply = await invoke(engine, 'failing', { mode: 'context' }, { 'x-amz-client-context': header })
    expect(json(reply).clientContext).toEqual({ custom: { a: '1' } })
  })

  it.skipIf(isNode24)('may be a CommonJS callback handler, below Node 24', async () => {
    expect((await invoke(engine, 'callback', { text: 'hi' })).json).toEqual({ echoed: 'hi' })
    expect(json(await invoke(engine, 'callback', { fail: 'no' }))).toMatchObject({ errorMessage: 'no' })
  })

  it('may stream; Invoke gives the whole', async () => {
    expect((await invoke(engine, 'streaming', {})).text).toBe('first second')
  })
})

describe('the log tail', () => {
  it('says START, what the function logged, END and REPORT; Init Duration on the cold one only', async () => {
    await engine.evict()
    const cold = await invoke(engine, 'failing', { mode: 'log', text: 'one line' })
    const id = cold.headers['x-amzn-requestid'] ?? ''
    const lines = cold.log.split('\n')
    expect(lines[0]).toMatch(/^INIT_START Runtime Version: nodejs:/)
    expect(lines.slice(1, 4)).toEqual([
      `START RequestId: ${id} Version: $LATEST`,
      expect.stringMatching(/^\d{4}-.*Z\t[\da-f-]{36}\tINFO\tone line$/),
      `END RequestId: ${id}`,
    ])
    const report = readLambdaLog(cold.headers['x-amz-log-result'] ?? '', id)?.platform
    expect(report).toMatchObject({ requestId: id, memoryMb: 64 })
    expect(report?.initMs).toBeGreaterThan(5)
    expect(report?.billedMs).toBe(Math.ceil((report?.initMs ?? 0) + (report?.durationMs ?? 0)))
    const warm = await invoke(engine, 'failing', { mode: 'log', text: 'second' })
    expect(warm.log).toMatch(/^START RequestId/)
    expect(warm.log).not.toContain('one line')
    expect(warm.log).not.toContain('Init Duration')
  })

  it('is the last 4 KB: the REPORT survives, the start does not', async () => {
    const reply = await invoke(engine, 'failing', { mode: 'log', text: 'x'.repeat(10_000) })
    expect(Buffer.byteLength(reply.log)).toBe(4096)
    expect(reply.log).toMatch(/REPORT RequestId: .*\n$/)
    expect(reply.log).not.toContain('START RequestId')
  })

  it('is left out unless it is asked for', async () => {
    const reply = await invoke(engine, 'failing', {}, { 'x-amz-log-type': 'None' })
    expect(reply.headers).not.toHaveProperty('x-amz-log-result')
  })
})

describe('a function that fails', () => {
  it('that throws is a 200 with the error as payload', async () => {
    const reply = await invoke(engine, 'failing', { mode: 'throw' })
    expect(reply.status).toBe(200)
    expect(reply.headers['x-amz-function-error']).toBe('Unhandled')
    expect(reply.json).toMatchObject({ errorType: 'TypeError', errorMessage: 'broken on purpose' })
    expect(reply.log).toMatch(/\tStatus: error\tError Type: /)
  })
})

describe('requests that never reach a function', () => {
  it('DryRun: 204, and nothing ran', async () => {
    await engine.evict()
    const dry = await invoke(engine, 'failing', {}, { 'x-amz-invocation-type': 'DryRun' })
    expect([dry.status, dry.text]).toEqual([204, ''])
    expect((await invoke(engine, 'failing', {})).log).toContain('Init Duration')
  })

  it('an unknown name: 404 ResourceNotFoundException', async () => {
    const reply = await invoke(engine, 'nobody', {})
    expect(reply.status).toBe(404)
    expect(reply.headers['x-amzn-errortype']).toBe('ResourceNotFoundException')
    expect(json(reply).Message).toContain('function:nobody')
  })

  it('more than 6 MB: 413 RequestTooLargeException', async () => {
    const reply = await invoke(engine, 'failing', JSON.stringify('x'.repeat(6 * 1024 * 1024)))
    expect([reply.status, reply.headers['x-amzn-errortype']]).toEqual([413, 'RequestTooLargeException'])
  })

  it('a payload that is not JSON: 400 InvalidRequestContentException', async () => {
    const reply = await invoke(engine, 'failing', '{')
    expect([reply.status, reply.headers['x-amzn-errortype']]).toEqual([400, 'InvalidRequestContentException'])
  })

  it('beyond the limit of environments: 429 TooManyRequestsException', async () => {
    const both = await Promise.all([1, 2].map(() => invoke(engine, 'single', { mode: 'sleep', ms: 800 })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 429])
    const refused = both.find(({ status }) => status === 429)
    expect(refused?.headers['x-amzn-errortype']).toBe('TooManyRequestsException')
    expect(refused?.json).toMatchObject({ Reason: 'ConcurrentInvocationLimitExceeded' })
  })
})
