import { describe, expect, it } from 'vitest'
import { leadsInward, readAllowList } from '../../../src/queue/vantage/allow-list.ts'

describe('what a worker sends to', () => {
  const list = readAllowList(['https://*.example.com', 'https://api.other.test', 'http://127.0.0.1:8080'])

  it.each([
    'https://a.example.com/x?y=1',
    'https://a.b.example.com',
    'https://A.EXAMPLE.COM:443/',
    'https://api.other.test/any/path',
    'http://127.0.0.1:8080/',
  ])('is allowed: %s', (url) => expect(list.allows(url)).toBe(true))

  it.each([
    'https://example.com',
    'http://a.example.com',
    'https://a.example.com:8443',
    'https://a.example.com.evil.test',
    'https://evilexample.com',
    'https://evil.test/?https://a.example.com',
    'https://a.example.com@evil.test',
    'https://evil.test#a.example.com',
    'https://sub.api.other.test',
    'http://127.0.0.1:8081/',
    'http://127.0.0.1/',
    'http://2130706433:8081/',
    'file:///etc/passwd',
    'not a URL',
  ])('is not allowed: %s', (url) => expect(list.allows(url)).toBe(false))

  it('knows which hosts are named, and may so lead inward', () => {
    expect(list.named).toEqual(['api.other.test', '127.0.0.1'])
  })

  it.each([
    '*',
    'https://*',
    'https://*.com',
    'https://*.1.2.3.4',
    'https://a*.example.com',
    'https://host/path',
    'https://user@host',
    'ftp://host',
    'example.com',
    '',
  ])('"%s" is no pattern', (pattern) => {
    expect(() => readAllowList([pattern])).toThrow(expect.objectContaining({ code: 'bad-allow-pattern' }))
  })
})

it.each([
  ['127.0.0.1', true],
  ['10.1.2.3', true],
  ['172.31.255.255', true],
  ['192.168.0.1', true],
  ['169.254.169.254', true],
  ['100.64.0.1', true],
  ['::1', true],
  ['fd00::1', true],
  ['fe80::1', true],
  ['::ffff:10.0.0.1', true],
  ['::ffff:a00:1', true],
  ['8.8.8.8', false],
  ['172.32.0.1', false],
  ['2606:4700::1', false],
  ['::ffff:8.8.8.8', false],
])('%s leads inward: %s', (address, inward) => expect(leadsInward(address)).toBe(inward))
