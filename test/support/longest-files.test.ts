import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { LONGEST } from './longest-files.ts'

it('every file that the long suite begins with is there', () => {
  expect(LONGEST.filter((path) => !existsSync(path))).toEqual([])
})
