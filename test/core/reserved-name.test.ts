import { expect, test } from 'vitest'
import { isReservedName } from '../../src/core/reserved-name.ts'

test.each(['con', 'NUL', 'aux.json', 'Com1', 'lpt9.tar.gz', 'com²', 'prn '])(
  '%j is a device on Windows',
  (name) => {
    expect(isReservedName(name)).toBe(true)
  },
)

test.each(['console', 'com', 'com10', 'main', 'null', 'my.con'])('%j is a name like any other', (name) => {
  expect(isReservedName(name)).toBe(false)
})
