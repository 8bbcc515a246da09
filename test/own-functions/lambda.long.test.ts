import { existsSync, rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { failuresOf } from '../support/sample-failures.ts'
import { isNode24, runCase } from './support/run-case.ts'

const httpApi = (method: string, rawPath: string) => ({
  version: '2.0',
  rawPath,
  rawQueryString: '',
  headers: {},
  requestContext: { http: { method, path: rawPath } },
})

/** The value that the function gave, with what went wrong where it gave none. */
async function answerOf(...args: Parameters<typeof runCase>) {
  const { value, samples } = await runCase(...args)
  const errors = failuresOf(samples)
  return errors.length > 0 ? { value, errors } : value
}

describe('own functions on Lambda', () => {
  it.skipIf(isNode24)(
    'lambda-sync-return: below Node 24, a value returned without a promise is null',
    async () => {
      expect(await answerOf('lambda-sync-return')).toBeNull()
    },
  )

  it.runIf(isNode24)('lambda-sync-return: on Node 24 it is the answer', async () => {
    expect(await answerOf('lambda-sync-return')).toEqual({ statusCode: 201, body: 'sync' })
  })

  it.skipIf(isNode24)('lambda-callback-and-timer: the answer waits for the timer', async () => {
    const { value, samples } = await runCase('lambda-callback-and-timer', {
      words: ['--cold', '1', '--warm', '0'],
    })
    expect(value).toBe('early')
    expect(samples[0]?.phases.waitMs).toBeGreaterThanOrEqual(2990)
  })

  it.runIf(isNode24)('lambda-callback-and-timer: on Node 24 it is refused by name', async () => {
    const { samples } = await runCase('lambda-callback-and-timer')
    expect(samples[0]?.error?.message).toContain('Runtime.CallbackHandlerDeprecated')
  })

  it('lambda-context-succeed: answers below Node 24; on Node 24 null, and the next invocation is unharmed', async () => {
    expect(await answerOf('lambda-context-succeed')).toEqual(isNode24 ? null : { via: 'succeed' })
  })

  it.each([
    ['lambda-file-beside-folder', {}, 'hello from file'],
    ['lambda-two-endings', {}, { which: 'mjs' }],
    ['lambda-needs-environment', { variables: { TABLE_NAME: 'orders' } }, 'orders'],
    [
      'lambda-http-api-event',
      { request: { event: httpApi('GET', '/orders') } },
      { statusCode: 200, body: 'GET /orders' },
    ],
    ['lambda-package-imports', {}, 'db'],
    ['lambda-task-root-file', {}, 'template\n'],
    ['lambda-workspace-hoisted', {}, 'HL'],
    ['lambda-broken-link-beside', {}, 'ok'],
  ])('%s', async (name, run, expected) => {
    expect(await answerOf(name, run)).toEqual(expected)
  })

  it('lambda-needs-environment: without it, the sample error and the report quote what the function says', async () => {
    const { samples, stdout, stderr } = await runCase('lambda-needs-environment')
    expect(samples[0]?.error).toMatchObject({ message: expect.stringContaining('TABLE_NAME is not set') })
    expect(samples[0]?.error).toMatchObject({ message: expect.stringContaining('index.mjs:2') })
    expect(stdout + stderr).toContain('TABLE_NAME is not set')
  })

  it('lambda-answers-500: counted as an error of the function, never as a normal figure', async () => {
    const { samples } = await runCase('lambda-answers-500')
    for (const { error } of samples)
      expect(error).toMatchObject({
        kind: 'status',
        message: expect.stringMatching(/statusCode 500.*cannot parse/),
      })
  })

  it('lambda-tmp-is-its-own: every cold start finds /tmp empty, and nothing is left on the host', async () => {
    rmSync('/tmp/coldstart-case-model.bin', { force: true })
    const { samples } = await runCase('lambda-tmp-is-its-own', { words: ['--cold', '2', '--warm', '0'] })
    expect(samples.length).toBeGreaterThanOrEqual(2)
    for (const { phases } of samples) expect(phases.waitMs).toBeGreaterThanOrEqual(1490)
    expect(existsSync('/tmp/coldstart-case-model.bin')).toBe(false)
  })
})
