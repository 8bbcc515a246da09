import { expect, it } from 'vitest'
import { askedByName } from '../../../src/providers/netlify/requests.ts'

it('asks a copy by its name with the whole query, whatever marks are in it', () => {
  const asked = askedByName('verify', undefined, { method: 'PUT', path: '/shop?back=/cart?item=7' })
  expect(asked).toEqual({ method: 'PUT', path: '/.netlify/functions/verify?back=/cart?item=7' })
})

it('asks a copy by its name alone where no query was meant', () => {
  expect(askedByName('verify', undefined, { path: '/shop' })).toEqual({})
})
