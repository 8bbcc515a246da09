import { expect, test } from 'vitest'
import { findPlaces } from '../../src/why/find-import.ts'

test.each([
  ['import a from \'a\'\nexport { b } from "b"\n', 'b', 2],
  ["const x = 1\n\nawait import('late')\n", 'late', 3],
  ["'use strict'\n// require('a') is not it when it says 'a'\nconst a = require( 'b' )", 'b', 3],
  ['var a=require(`c`)', 'c', 1],
])('in %j the line of %s is %i', async (source, specifier, line) => {
  expect((await findPlaces(source)).get(specifier)?.line).toBe(line)
})

test('a specifier that is put together has no line', async () => {
  expect((await findPlaces("require('./' + name)")).has('./store')).toBe(false)
})

test('a place has its line and column, and the first of several counts', async () => {
  const places = await findPlaces(
    "require('b')\n\nconst one = require('a'), two = require('b')\nrequire('c')",
  )
  expect([...places]).toEqual([
    ['b', { line: 1, column: 9 }],
    ['a', { line: 3, column: 21 }],
    ['c', { line: 4, column: 9 }],
  ])
})
