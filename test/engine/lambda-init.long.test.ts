import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine/start-engine.ts'
import { invoke, startTestEngine, testFunction } from './support/test-engine.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startTestEngine([
    testFunction('init-exit.mjs'),
    testFunction('init-loop.mjs', { initTimeoutMs: 400, timeoutMs: 400 }),
    testFunction('init-slow.mjs', { initTimeoutMs: 200, timeoutMs: 30_000 }),
    testFunction('missing-module.mjs'),
    testFunction('failing.mjs', { name: 'no-such-file', entry: 'absent.mjs' }),
    testFunction('syntax-error.mjs'),
  ])
})
afterAll(() => engine.stop())

describe('a function that fails', () => {
  it.each([
    ['init-exit', 'Runtime.ExitError', /exit status 7/],
    ['init-loop', 'Sandbox.Timedout', /timed out after 0\.40 seconds/],
    ['missing-module', 'Error', /Cannot find module .*nowhere\.mjs/],
    ['no-such-file', 'Runtime.ImportModuleError', /^Error: Cannot find module 'absent'/],
    ['syntax-error', 'Runtime.UserCodeSyntaxError', /^SyntaxError: /],
  ])('%s at start answers the first invocation with %s', async (name, errorType, message) => {
    const reply = await invoke(engine, name, {})
    expect(reply.status).toBe(200)
    expect(reply.headers['x-amz-function-error']).toBe('Unhandled')
    expect(reply.json).toMatchObject({ errorType, errorMessage: expect.stringMatching(message) })
    expect(reply.log).toMatch(/INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: (error|timeout)/)
  })

  it('longer than its limit begins again with the first invocation, under the function’s own time-out', async () => {
    const first = await invoke(engine, 'init-slow', {})
    expect(first.log).not.toContain('Init Duration')
    // What is left of the time-out: the first invocation has paid for the start, the second one for nothing.
    const second = await invoke(engine, 'init-slow', {})
    expect(first.json).toBeLessThan(second.json as number)
  })
})
