import { describe, expect, it } from 'vitest'
import { redact } from '../../src/core/redact.ts'
import { fc } from '../support/properties.ts'

describe('redact', () => {
  it('hides every occurrence, URL-encoded ones too', () => {
    const text = 'token a+b/c=def, again a+b/c=def, in a URL ?t=a%2Bb%2Fc%3Ddef'
    expect(redact(text, ['a+b/c=def'])).toBe('token [redacted], again [redacted], in a URL ?t=[redacted]')
  })

  it('hides the whole of a secret that contains another', () => {
    expect(redact('x abcdefghij y', ['abcdef', 'abcdefghij'])).toBe('x [redacted] y')
  })

  it('leaves words alone that are too short to be secrets, and takes no undefined for one', () => {
    expect(redact('the cat undefined', ['cat', '', undefined])).toBe('the cat undefined')
  })

  it('takes special characters of a secret for themselves', () => {
    expect(redact('$& (.*) [a-z]+ kept', ['(.*) [a-z]+'])).toBe('$& [redacted] kept')
    expect(redact('before s3cret$& after', ['s3cret$&'])).toBe('before [redacted] after')
  })

  it('never leaves a secret in any text', () => {
    const secret = fc.string({ minLength: 6, maxLength: 12 }).filter((text) => !'[redacted]'.includes(text))
    fc.assert(
      fc.property(fc.array(secret, { maxLength: 3 }), fc.array(fc.string()), (secrets, words) => {
        const clean = redact(words.flatMap((word) => [word, ...secrets]).join('|'), secrets)
        for (const one of secrets) expect(clean.replaceAll('[redacted]', '\u0001')).not.toContain(one)
      }),
    )
  })
})
