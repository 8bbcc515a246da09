import { expect, test } from 'vitest'
import { afterDirectives, afterHashbang } from '../../../src/engine/runtime/source-start.ts'

const MARK = ';mark();'
const marked = (source: string) => {
  const at = afterDirectives(source)
  return source.slice(0, at) + MARK + source.slice(at)
}

test.each([
  ['"use strict"\nconst a = 1', '"use strict";mark();\nconst a = 1'],
  ["'use strict';const a = 1", "'use strict';;mark();const a = 1"],
  [
    '/* a licence */ // more\n"use strict"; "use asm"; x()',
    '/* a licence */ // more\n"use strict"; "use asm";;mark(); x()',
  ],
  ['"use strict" + x', ';mark();"use strict" + x'],
  ['"use strict"\n.length', ';mark();"use strict"\n.length'],
  ['const a = "use strict"', ';mark();const a = "use strict"'],
  ['#!/usr/bin/env node\n"use strict";\nx()', '#!/usr/bin/env node\n"use strict";;mark();\nx()'],
  ['', ';mark();'],
])('a mark in %j stands behind its directives', (source, expected) => {
  expect(marked(source)).toBe(expected)
})

test('strict code stays strict with a mark in it', () => {
  const source = '"use strict"; /* a */ return this === undefined'
  expect(new Function(marked(source).replace('mark()', '0'))()).toBe(true)
})

test('a file of one megabyte without a directive is not read to its end', () => {
  const long = `/* ${'x'.repeat(1_000_000)} */ var a`
  expect(afterDirectives(long)).toBe(0)
  expect(afterHashbang('#!/bin/x')).toBe(8)
})
