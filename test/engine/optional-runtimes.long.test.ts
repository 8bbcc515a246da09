import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { functionDefaults } from '../../src/engine/engine-options.ts'
import type { Engine } from '../../src/engine/start-engine.ts'
import { openSample } from '../../src/workload/sample.ts'
import { invoke, readAll, startTestEngine, testFunction } from './support/test-engine.ts'

const oracle = (name: string) => fileURLToPath(new URL(`../oracles/${name}`, import.meta.url))
const has = (path: string) => existsSync(oracle(path))

describe.skipIf(!has('aws-lambda-ric/node_modules/aws-lambda-ric/rapid-client.node'))(
  'aws-lambda-ric (enable with: npm i --prefix test/oracles/aws-lambda-ric, which builds it)',
  () => {
    let engine: Engine
    beforeAll(async () => {
      const functions = [
        testFunction('failing.mjs'),
        testFunction('failing.mjs', { name: 'impatient', timeoutMs: 1000 }),
        testFunction('failing.mjs', { name: 'no-export', exportName: 'nothing' }),
        testFunction('init-error.mjs'),
        testFunction('missing-module.mjs'),
        testFunction('failing.mjs', { name: 'no-such-file', entry: 'absent.mjs' }),
        testFunction('syntax-error.mjs'),
        testFunction('streaming.mjs'),
      ]
      engine = await startTestEngine(functions, {
        lambdaRuntime: 'installed',
        resolveFrom: oracle('aws-lambda-ric'),
      })
    })
    afterAll(() => engine.stop())

    it('runs Lambda functions when it is installed, and is named', async () => {
      expect(engine.functions[0]?.runtimeClient).toMatch(/^aws-lambda-ric \d/)
      const cold = await invoke(engine, 'failing', { mode: 'context' })
      expect(cold.json).toMatchObject({ functionName: 'failing', memoryLimitInMB: '1024' })
      expect(cold.log).toMatch(/Init Duration: [\d.]+ ms/)
      expect((await invoke(engine, 'failing', { mode: 'log', text: 'hi' })).log).not.toContain(
        'Init Duration',
      )
    })

    it.each([
      ['failing', { mode: 'throw' }, 'TypeError', /broken on purpose/],
      ['impatient', { mode: 'loop' }, 'Sandbox.Timedout', /timed out/],
      ['failing', { mode: 'exit', code: 3 }, 'Runtime.ExitError', /exit status 3/],
      ['init-error', {}, 'Error', /no luck at start/],
      ['missing-module', {}, 'Error', /Cannot find module .*nowhere\.mjs/],
      ['no-such-file', {}, 'Runtime.ImportModuleError', /^Error: Cannot find module 'absent'/],
      ['syntax-error', {}, 'Runtime.UserCodeSyntaxError', /^SyntaxError: /],
      ['no-export', {}, 'Runtime.HandlerNotFound', /is undefined or not exported/],
    ])('agrees with our own client on %s %j', async (name, payload, errorType, message) => {
      const reply = await invoke(engine, name, payload)
      expect(reply.headers['x-amz-function-error']).toBe('Unhandled')
      expect(reply.json).toMatchObject({ errorType, errorMessage: expect.stringMatching(message) })
    })

    it('streams', async () => {
      const reply = await readAll(await fetch(`${engine.url}/lambda-url/streaming/`))
      expect([reply.status, reply.text, reply.headers['x-made-by']]).toEqual([201, 'first second', 'stream'])
    })
  },
)

describe('the Google contract', () => {
  it('without the Functions Framework is an error that names the install command', async () => {
    const google = { ...functionDefaults, ...openSample('google') }
    await expect(startTestEngine([google], { resolveFrom: '/' })).rejects.toMatchObject({
      code: 'runtime-missing',
      hint: expect.stringContaining('npm install @google-cloud/functions-framework'),
    })
  })
})

describe.skipIf(!has('functions-framework/node_modules'))(
  'the Google contract (enable with: npm i --prefix test/oracles/functions-framework)',
  () => {
    let engine: Engine
    beforeAll(async () => {
      const functions = [
        { ...functionDefaults, ...openSample('google') },
        testFunction('google-any.mjs', { contract: 'google', exportName: 'any' }),
      ]
      engine = await startTestEngine(functions, { resolveFrom: oracle('functions-framework') })
    })
    afterAll(() => engine.stop())
    const call = async (path: string, init?: RequestInit) =>
      readAll(await fetch(`${engine.url}/google/${path}`, init))

    it("runs under Google's own framework", async () => {
      const reply = await call('hello?name=Ada', { headers: { 'x-coldstart-nonce': 'n' } })
      expect(reply.json).toMatchObject({ message: 'Hello, Ada', nonce: 'n', instance: { invocation: 1 } })
      expect(reply.headers.server).toBe('Google Frontend')
      expect(engine.functions[0]?.runtimeClient).toMatch(/^@google-cloud\/functions-framework \d/)
    })

    it('answers failures as Google does', async () => {
      expect((await call('google-any?mode=throw')).status).toBe(500)
      expect((await call('google-any?mode=exit')).status).toBe(503)
      const posted = await call('google-any', {
        method: 'POST',
        body: '{"a":1}',
        headers: { 'content-type': 'application/json' },
      })
      expect(posted.json).toEqual({ method: 'POST', body: { a: 1 }, path: '/' })
    })
  },
)
