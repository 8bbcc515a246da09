import { describe, expect, it } from 'vitest'
import { cloudflareSigns } from '../../../src/providers/cloudflare/reply-signs.ts'
import { probeReply } from '../../support/probe-reply.ts'

const TEXT = 'text/plain; charset=UTF-8'
const read = (status: number, type: string, body: string | object, headers: Record<string, string> = {}) =>
  cloudflareSigns.readError?.(
    probeReply({ status, headers: { server: 'cloudflare', 'content-type': type, ...headers }, body }),
  )

// The JSON is that of Cloudflare's changelog of 2026-03-11, the page's parts are those of its error pages.
const problem = (code: number) => ({
  type: `https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/error-${code}/`,
  title: `Error ${code}: …`,
  status: 500,
  error_code: code,
  cloudflare_error: true,
})
const page = (code: number) =>
  `<!DOCTYPE html><title>Worker threw exception | a.workers.dev | Cloudflare</title><div id="cf-wrapper"><div id="cf-error-details">
  <h1><span data-translate="error">Error</span> <span>${code}</span></h1>`

describe('Cloudflare’s own replies in place of a Worker', () => {
  it.each([
    ['a text', TEXT, 'error code: 1101', 'function'],
    ['problem details', 'application/json; charset=utf-8', problem(1102), 'function'],
    ['problem details by their own type', 'application/problem+json', problem(1015), 'throttled'],
    ['a page', 'text/html; charset=UTF-8', page(1042), 'platform'],
    ['a text for the day’s limit', TEXT, 'error code: 1027', 'throttled'],
  ])('are known as %s', (_, type, body, kind) => {
    expect(read(500, type, body)).toMatchObject({
      kind,
      message: expect.stringMatching(/error code 1\d{3}$/),
    })
  })

  it.each([
    ['a text with more in it', TEXT, 'Sorry: error 1045 in module 3'],
    ['a longer number', TEXT, 'error code: 10451'],
    ['JSON of the Worker’s own', 'application/json', { error_code: 1045, message: 'Error 1045' }],
    ['a page of the Worker’s own', 'text/html', '<title>Oops | Error 1045</title><h1>Error 1045</h1>'],
    ['half a JSON', 'application/json', '{"cloudflare_error": true, "error_code": 1045'],
  ])('are not seen in %s', (_, type, body) => {
    expect(read(500, type, body)).toBeUndefined()
  })

  it('are not seen where the Worker has signed the reply, or nothing failed, or another server answers', () => {
    expect(read(500, TEXT, 'error code: 1101', { 'x-coldstart-proof': '{}' })).toBeUndefined()
    expect(read(200, TEXT, 'error code: 1101')).toBeUndefined()
    expect(read(500, TEXT, 'error code: 1101', { server: 'nginx' })).toBeUndefined()
  })
})
