import { describe, expect, it } from 'vitest'
import { bodyOf as netlifyBody, openNetlifyApi } from '../../../src/providers/netlify/netlify-api.ts'
import { platform } from '../../support/scripted-replies.ts'

describe('what Netlify really sends', () => {
  const call = async (name: string, accept: readonly number[] = []) => {
    const api = await openNetlifyApi(await platform(name))
    return api.call({ action: 'deploy', method: 'POST', path: '/sites/s/deploys', json: {}, accept })
  }

  it('credits that are used up are a quota, not a token', async () => {
    await expect(call('N deploy 403 credits')).rejects.toMatchObject({
      code: 'remote-quota',
      message: expect.stringContaining('403 Account credit usage exceeded'),
      hint: expect.stringContaining('credits'),
    })
  })

  it.each([
    ['N 401', 'remote-unauthorized', 'Access Denied'],
    ['N 429 app limit', 'remote-busy', 'rate limit surpassed'],
    ['N upload 422 already done', 'remote-failed', 'Build is already done'],
    ['N upload 422 no records matched', 'remote-failed', 'No records matched'],
    ['N create site 422 subdomain', 'remote-failed', 'must be unique'],
  ])('%s is %s', async (name, code, words) => {
    await expect(call(name)).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
  })

  it.each([
    'N deploy null lists',
    'N accounts',
    'N orphans 100',
    'N wait: real ready body',
    'N wait: retrying',
  ])('%s is read without an error', async (name) => {
    expect(netlifyBody(await call(name))).toBeDefined()
  })
})
