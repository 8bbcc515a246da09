import { describe, expect, it } from 'vitest'
import { parsedUrl } from '../../src/probe/parsed-url.ts'

describe('addresses that are asked again and again', () => {
  it('are parsed once', () => {
    expect(parsedUrl('http://host.test/a?b=1')).toBe(parsedUrl('http://host.test/a?b=1'))
    expect(parsedUrl('http://host.test/a?b=1')?.search).toBe('?b=1')
  })

  it('are remembered in a memory that does not grow with them', () => {
    const first = parsedUrl('http://host.test/first')
    for (let index = 0; index < 1000; index++) parsedUrl(`http://host.test/${index}`)
    expect(parsedUrl('http://host.test/first')).not.toBe(first)
    expect(parsedUrl('http://host.test/first')).toEqual(first)
  })

  it.each(['nothing', 'ftp://host.test/', ''])('%j is none', (text) => {
    expect(parsedUrl(text)).toBeUndefined()
  })
})
