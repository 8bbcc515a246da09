import { describe, expect, it } from 'vitest'
import { secretsOfRequest, withoutRequestSecrets } from '../../src/core/request-secrets.ts'
import { probeReply } from '../support/probe-reply.ts'

const asked = (url: string) => ({ request: { url, method: 'GET' as const, headers: {} } })

describe('the secrets of a request', () => {
  it('are the values of its query, but not the name that the sample function is greeted with', () => {
    const { request } = asked('https://example.test/?name=coldstart&nonce=abcdefgh&key=s3cr3tvalue')
    expect(secretsOfRequest(request)).toEqual(['s3cr3tvalue', 'key=s3cr3tvalue'])
  })

  it('leave the values of headers, and never change what a header is called', () => {
    const reply = probeReply({
      ...asked('https://example.test/?kind=failure'),
      headers: { 'x-coldstart-failure': 'a failure of kind=failure' },
    })
    expect(withoutRequestSecrets(reply).headers).toEqual({
      'x-coldstart-failure': 'a [redacted] of [redacted]',
    })
  })
})
