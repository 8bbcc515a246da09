import { beforeEach, describe, expect, it } from 'vitest'
import { until } from '../support/test-engine.ts'
import { openPageDoor, type PageDoor } from './support/page-door.ts'

let ask: PageDoor['ask']
let called: PageDoor['called']
let changed: PageDoor['changed']
let port: PageDoor['port']
let press: PageDoor['press']
let token: PageDoor['token']

beforeEach(async () => {
  ;({ ask, called, changed, port, press, token } = await openPageDoor())
})

describe('the page of the engine', () => {
  it('is there for its token alone', async () => {
    expect((await ask('GET', `/?token=${token}`)).status).toBe(200)
    for (const path of [
      '/',
      '/?token=',
      '/?token=x',
      `/?token=${token}x`,
      '/events',
      '/events?token=x',
      '//',
    ])
      expect((await ask('GET', path)).status).toBe(404)
    expect((await ask('POST', `/requests?token=${token}`)).status).toBe(404)
    expect((await press('/requests', { count: 1 }, { 'coldstart-token': 'x' })).status).toBe(404)
  })

  it('lets run what it brought itself, by a nonce that is new for each visit', async () => {
    const visits = [await ask('GET', `/?token=${token}`), await ask('GET', `/?token=${token}`)]
    const nonces = visits.map(({ text }) => /nonce="([^"]+)"/.exec(text)?.[1] ?? '')
    expect(nonces[0]).not.toBe(nonces[1])
    const policy = String(visits[0]?.headers['content-security-policy'])
    expect(policy).toContain(`script-src 'nonce-${nonces[0]}'`)
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(visits[0]?.headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
  })

  it.each([
    [{ host: 'evil.example' }],
    [{ host: 'evil.example:80' }],
    [{ origin: 'http://evil.example' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ] as Record<string, string>[][])('refuses what another site or another name asks: %j', async (headers) => {
    expect((await ask('GET', `/events?token=${token}`, headers)).status).toBe(403)
    expect((await press('/requests', { count: 1 }, headers)).status).toBe(403)
    expect((await press('/settings', { memoryMb: 512 }, headers)).status).toBe(403)
    expect(changed).toEqual([])
    expect(called).toEqual([])
  })

  it('takes what the page itself asks, by either name of this machine', async () => {
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
      const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }
      expect((await press('/settings', { memoryMb: 512 }, headers)).status).toBe(202)
    }
  })

  it('sends as many requests as are asked for, each by the function’s own address', async () => {
    expect((await press('/requests', { count: 10 })).status).toBe(202)
    await until(() => called.length === 10, 'ten requests arrive')
    expect(new Set(called)).toEqual(new Set(['GET /own/api/hello?name=Ada']))
  })

  it.each([
    [{ count: 0 }, 'Between 1 and 10'],
    [{ count: 11 }, 'Between 1 and 10'],
    [{ count: 1.5 }, 'Between 1 and 10'],
    [{ count: '1' }, 'Between 1 and 10'],
    [{ count: 1, function: 'vercel/other' }, 'no such function'],
  ])('refuses to send %j', async (body, words) => {
    const { status, text } = await press('/requests', body)
    expect([status, JSON.parse(text).problem]).toEqual([400, expect.stringContaining(words)])
    expect(called).toEqual([])
  })

  it.each(['', 'null', '[', '"text"', `{"function":"${'x'.repeat(5000)}"}`])(
    'refuses what is not an object it knows: %.20s',
    async (body) => {
      const headers = { 'coldstart-token': token }
      expect((await ask('POST', '/settings', headers, body)).status).toBe(400)
    },
  )
})
