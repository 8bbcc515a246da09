import { expect, it } from 'vitest'
import { isOfVariables, withQueryVariables } from '../../src/core/query-variables.ts'

const read = (name: string) => `<${name}&>`

it.each([
  ['/a?key=env:KEY', '/a?key=%3CKEY%26%3E'],
  ['/a?key=env%3AKEY', '/a?key=%3CKEY%26%3E'],
  ['/a?x=1&key=env:KEY&y', '/a?x=1&key=%3CKEY%26%3E&y'],
  ['/a?env:KEY', '/a?%3CKEY%26%3E'],
  ['https://h.test/a?key=env:KEY#part', 'https://h.test/a?key=%3CKEY%26%3E#part'],
])('variables of a query are put in: %s', (address, filled) => {
  expect(withQueryVariables(address, read)).toBe(filled)
})

it.each(['/env:KEY', '/a=env:KEY', '/a?key=xenv:KEY', '/a?key=env:KEY-b', '/a#b?key=env:KEY', '/a?key=%zz'])(
  'anything else stays as it was written: %s',
  (address) => {
    expect(withQueryVariables(address, read)).toBe(address)
  },
)

it.each([
  ['key=env:KEY&b=', true],
  ['key=env%3AKEY', true],
  ['env:KEY', true],
  ['key=typed', false],
  ['typed', false],
  ['key=env:KEY&b=env:KEY typed', false],
])('a query holds variables alone, or it does not: %s', (query, expected) => {
  expect(isOfVariables(query)).toBe(expected)
})
