import { expect, test } from 'vitest'
import { findImport } from '../../src/why/find-import.ts'

test.each([
  ['import a from \'a\'\nexport { b } from "b"\n', 'b', 2],
  ["const x = 1\n\nawait import('late')\n", 'late', 3],
  ["'use strict'\n// require('a') is not it when it says 'a'\nconst a = require( 'b' )", 'b', 3],
  ['var a=require(`c`)', 'c', 1],
])('in %j the line of %s is %i', async (source, specifier, line) => {
  expect((await findImport(source, specifier))?.line).toBe(line)
})

test('a specifier that is put together has no line', async () => {
  expect(await findImport("require('./' + name)", './store')).toBeUndefined()
})
