import { describe, expect, it } from 'vitest'
import { proxyFor } from '../../src/core/proxy-route.ts'

const api = 'https://api.vercel.com/v2/user'

describe('the proxy that the environment prescribes', () => {
  it.each([
    ['none', {}, undefined],
    ['an empty variable', { HTTPS_PROXY: '' }, undefined],
    ['HTTPS_PROXY for https', { HTTPS_PROXY: 'http://p:3128', HTTP_PROXY: 'http://q' }, 'http://p:3128'],
    [
      'the lower case before the upper',
      { https_proxy: 'http://p:1', HTTPS_PROXY: 'http://q:2' },
      'http://p:1',
    ],
    ['HTTP_PROXY for https where there is no other', { HTTP_PROXY: 'http://q:80' }, 'http://q:80'],
    ['ALL_PROXY last', { ALL_PROXY: 'p:8080' }, 'http://p:8080'],
    ['a proxy behind TLS, with its own port', { HTTPS_PROXY: 'https://p' }, 'https://p:443'],
    ['an IPv6 address', { HTTPS_PROXY: 'http://[::1]:3128' }, 'http://[::1]:3128'],
  ])('%s', (_, env, shown) => {
    expect(proxyFor(api, env)?.shown).toBe(shown)
  })

  it('is for http another than for https', () => {
    expect(proxyFor('http://host/', { HTTPS_PROXY: 'http://p' })).toBeUndefined()
  })

  it('takes user name and password out of what is shown', () => {
    const route = proxyFor(api, { HTTPS_PROXY: 'http://ada:s%40cret%@p:3128' })
    expect(route).toMatchObject({ shown: 'http://p:3128', host: 'p', port: 3128 })
    expect(route?.authorization).toBe(`Basic ${Buffer.from('ada:s%40cret%').toString('base64')}`)
    const plain = proxyFor(api, { HTTPS_PROXY: 'http://ada:s%40cret@p:3128' })
    expect(plain?.authorization).toBe(`Basic ${Buffer.from('ada:s@cret').toString('base64')}`)
  })

  it.each([['socks5://p:1080'], ['ftp://p'], ['http://']])(
    '%s is refused by name, and not quoted',
    (text) => {
      const asked = () => proxyFor(api, { HTTPS_PROXY: text.replace('://', '://ada:secret@') })
      expect(asked).toThrow(expect.objectContaining({ code: 'bad-proxy' }))
      expect(asked).toThrow(expect.not.objectContaining({ message: expect.stringContaining('secret') }))
    },
  )
})

describe('NO_PROXY', () => {
  const via = { HTTPS_PROXY: 'http://p:3128', HTTP_PROXY: 'http://p:3128' }

  it.each([
    ['*', api],
    ['api.vercel.com', api],
    ['vercel.com', api],
    ['.vercel.com', api],
    ['*.vercel.com', api],
    ['other.test, VERCEL.com', api],
    ['other.test api.vercel.com:443', api],
    ['127.0.0.1', 'http://127.0.0.1:3000/'],
    ['10.0.0.0/8', 'https://10.1.2.3/'],
    ['::1', 'http://[::1]:3000/'],
    ['[::1]:3000', 'http://[::1]:3000/'],
    ['fd00::/8', 'http://[fd00::1]/'],
  ])('%s exempts %s', (list, address) => {
    expect(proxyFor(address, { ...via, NO_PROXY: list })).toBeUndefined()
    expect(proxyFor(address, { ...via, NO_PROXY: 'x', no_proxy: list })).toBeUndefined()
  })

  it.each([
    ['ercel.com', api],
    ['api.vercel.com:8443', api],
    ['api.vercel.com.evil.test', api],
    ['10.0.0.0/8', 'https://11.1.2.3/'],
    ['10.0.0.0/99', 'https://10.1.2.3/'],
    ['', 'http://127.0.0.1:3000/'],
  ])('%s does not exempt %s', (list, address) => {
    expect(proxyFor(address, { ...via, NO_PROXY: list })).toBeDefined()
  })
})
