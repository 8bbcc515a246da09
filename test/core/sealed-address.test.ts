import { describe, expect, it } from 'vitest'
import { hideAddressValues } from '../../src/core/hide-address-values.ts'
import { sealAddress } from '../../src/core/sealed-address.ts'
import { fc } from '../support/properties.ts'

const options = {
  salt: 'a'.repeat(64),
  keepQuery: false,
  variable: (name: string) => `value of ${name}`,
}

describe('sealAddress', () => {
  it('puts hashes in place of query values, user name and password, and leaves the rest as it was written', () => {
    const { open, stored, sealed } = sealAddress(
      'https://ada:pw%21@host:8443/a%20b?code=s3,cret&n=1&x=#top',
      options,
    )
    expect(open).toBe('https://ada:pw%21@host:8443/a%20b?code=s3,cret&n=1&x=')
    expect(stored).toMatch(
      /^https:\/\/sealed-[0-9a-f]{24}:sealed-[0-9a-f]{24}@host:8443\/a%20b\?code=sealed-[0-9a-f]{24}&n=sealed-[0-9a-f]{24}&x=$/,
    )
    expect(sealed.map(({ name, from }) => [name, from])).toEqual(
      ['user name', 'password', 'code', 'n'].map((name) => [name, 'literal']),
    )
  })

  it('gives one value one hash under one salt, and another under another', () => {
    const hash = (salt: string) => sealAddress('https://h/?code=abc', { ...options, salt }).stored
    expect(hash('1')).toBe(hash('1'))
    expect(hash('1')).not.toBe(hash('2'))
  })

  it('reads a variable, and says which it was', () => {
    const { open, sealed } = sealAddress('https://h/?code=env:CODE', { ...options, keepQuery: true })
    expect(open).toBe('https://h/?code=value%20of%20CODE')
    expect(sealed).toMatchObject([{ name: 'code', from: 'env', source: 'CODE' }])
  })

  it('keeps the query where that is asked for, and never a password', () => {
    const { stored } = sealAddress('https://ada:secret@h/?code=abc', { ...options, keepQuery: true })
    expect(stored).toMatch(/^https:\/\/sealed-\w+:sealed-\w+@h\/\?code=abc$/)
  })

  it('never stores a value, whatever it is', () => {
    const secret = fc.string({ minLength: 4, maxLength: 20 }).map(encodeURIComponent)
    fc.assert(
      fc.property(secret, secret, secret, (user, password, value) => {
        const { open, stored } = sealAddress(`https://${user}:${password}@h/p?q=${value}&${value}`, options)
        expect(open).toBe(`https://${user}:${password}@h/p?q=${value}&${value}`)
        const rest = stored.replace(/sealed-[0-9a-f]{24}/g, '')
        expect(rest).toBe('https://:@h/p?q=&')
      }),
    )
  })
})

describe('hideAddressValues', () => {
  it('leaves out what may be secret in the addresses of a sentence', () => {
    const text =
      'no option --targt=https://ada:pw@host/p?code=s3cret&flag, or "http://h/?k=v"; a plain https://h/x stays'
    expect(hideAddressValues(text)).toBe(
      'no option --targt=https://…@host/p?code=…&… or "http://h/?k=…"; a plain https://h/x stays',
    )
  })
})
