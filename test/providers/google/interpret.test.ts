import { describe, expect, it } from 'vitest'
import { googleProvider } from '../../support/connected-providers.ts'
import { probeReply } from '../../support/probe-reply.ts'

const report = { message: 'Hello, world', nonce: 'n-1', instance: { id: 'i-1', invocation: 1, bootMs: 30 } }

describe('a reply of a Google function', () => {
  it("is read for the function's report and the trace by which Cloud Logging knows it", () => {
    const headers = { 'x-cloud-trace-context': '105445aa7843bc8bf206b12000100000/1;o=1' }
    expect(googleProvider.interpret(probeReply({ body: report, headers }), 'n-1')).toEqual({
      instance: { id: 'i-1', invocation: 1, bootMs: 30, reportedBy: 'function' },
      platform: { requestId: '105445aa7843bc8bf206b12000100000' },
    })
  })

  it.each([
    [403, 'platform', 'may not invoke'],
    [401, 'platform', 'may not invoke'],
    [429, 'throttled', 'no more may be started'],
    [503, 'platform', 'could not start or serve'],
    [500, 'status', '500'],
    [404, 'status', '404'],
  ])('with status %i is an error of kind %s', (status, kind, words) => {
    const body = '<html><head><title>Error</title></head></html>'
    const { error, instance } = googleProvider.interpret(probeReply({ status, body }), 'n-1')
    expect(error).toMatchObject({ kind, message: expect.stringContaining(words) })
    expect(instance).toBeUndefined()
  })

  it('that never came keeps the reason', () => {
    const error = { kind: 'timeout', message: 'no reply within 60 s' } as const
    expect(googleProvider.interpret(probeReply({ error }), 'n-1')).toEqual({ error })
  })
})
