import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine/start-engine.ts'
import { invoke, startTestEngine, testFunction } from './support/test-engine.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startTestEngine([
    testFunction('failing.mjs', { memoryMb: 64, timeoutMs: 5000 }),
    testFunction('failing.mjs', { name: 'impatient', timeoutMs: 300 }),
    testFunction('failing.mjs', { name: 'no-export', exportName: 'nothing' }),
    testFunction('failing.mjs', { name: 'single', maxEnvironments: 1 }),
    testFunction('init-error.mjs'),
    testFunction('streaming.mjs'),
  ])
})
afterAll(() => engine.stop())

const json = (invoked: { json: unknown }) => invoked.json as Record<string, unknown>

describe('a function that fails', () => {
  it.each([
    ['throws outside its promise', { mode: 'uncaught' }, { errorType: 'RangeError' }],
    [
      'rejects outside its promise',
      { mode: 'rejection' },
      { errorType: 'Runtime.UnhandledPromiseRejection' },
    ],
    [
      'exits with 0',
      { mode: 'exit' },
      { errorMessage: expect.stringMatching(/exited without providing a reason$/) },
    ],
    ['exits with 3', { mode: 'exit', code: 3 }, { errorMessage: expect.stringMatching(/exit status 3$/) }],
    ['runs out of memory', { mode: 'memory' }, { errorMessage: expect.stringMatching(/signal: aborted$/) }],
  ])('that %s is a 200 with the error as payload', async (_what, payload, expected) => {
    const reply = await invoke(engine, 'failing', payload)
    expect(reply.status).toBe(200)
    expect(reply.headers['x-amz-function-error']).toBe('Unhandled')
    expect(reply.json).toMatchObject(expected)
    expect(reply.log).toMatch(/\tStatus: error\tError Type: /)
  })

  it('that throws keeps its environment; one that exits loses it', async () => {
    const first = (await invoke(engine, 'single', { mode: 'pid' })).json
    await invoke(engine, 'single', { mode: 'throw' })
    expect((await invoke(engine, 'single', { mode: 'pid' })).json).toBe(first)
    await invoke(engine, 'single', { mode: 'exit' })
    expect((await invoke(engine, 'single', { mode: 'pid' })).json).not.toBe(first)
  })

  it.each(['sleep', 'loop'])('that overstays in a %s is ended and says so', async (mode) => {
    const reply = await invoke(engine, 'impatient', { mode })
    expect(json(reply)).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/Task timed out after 0\.30 seconds$/),
    })
    expect(reply.log).toContain('\tStatus: timeout')
  })

  it.each([
    ['init-error', 'Error', /no luck at start/],
    ['no-export', 'Runtime.HandlerNotFound', /failing\.nothing is undefined or not exported/],
  ])('%s at start answers the first invocation with %s', async (name, errorType, message) => {
    const reply = await invoke(engine, name, {})
    expect(reply.status).toBe(200)
    expect(reply.headers['x-amz-function-error']).toBe('Unhandled')
    expect(reply.json).toMatchObject({ errorType, errorMessage: expect.stringMatching(message) })
    expect(reply.log).toMatch(/INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: (error|timeout)/)
  })

  it('that answers more than 6 MB is an error', async () => {
    const reply = await invoke(engine, 'failing', { mode: 'big' })
    expect(json(reply)).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' })
  })

  it('that breaks off while streaming is an error', async () => {
    const reply = await invoke(engine, 'streaming', { fail: 'exit' })
    expect(reply.headers['x-amz-function-error']).toBe('Unhandled')
    const thrown = await invoke(engine, 'streaming', { fail: 'throw' })
    expect(json(thrown)).toMatchObject({ errorType: 'Error', errorMessage: 'in the middle' })
    expect(thrown.headers['x-amz-function-error']).toBe('Unhandled')
    expect(thrown.log).toContain('Status: error')
  })
})
