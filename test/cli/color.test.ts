import { describe, expect, it } from 'vitest'
import { type ColorFacts, colorLevelOf } from '../../src/cli/color.ts'

const terminal: ColorFacts = { flag: 'auto', env: {}, isTTY: true, depth: 24 }

describe('the colour level of a stream', () => {
  it.each<[string, Partial<ColorFacts>, number]>([
    ['a true-colour terminal', {}, 3],
    ['a pipe', { isTTY: false, depth: 1 }, 0],
    ['TERM=dumb', { env: { TERM: 'dumb' } }, 0],
    ['NO_COLOR set', { env: { NO_COLOR: '1' } }, 0],
    ['NO_COLOR empty', { env: { NO_COLOR: '' } }, 3],
    ['FORCE_COLOR=2 into a pipe', { env: { FORCE_COLOR: '2' }, isTTY: false, depth: 1 }, 2],
    ['FORCE_COLOR=0 in a terminal', { env: { FORCE_COLOR: '0' } }, 0],
    ['--color never', { flag: 'never' }, 0],
    ['--color always into a pipe', { flag: 'always', isTTY: false, depth: 1 }, 1],
    ['--color always against NO_COLOR', { flag: 'always', env: { NO_COLOR: '1' } }, 3],
  ])('%s', (_, facts, level) => expect(colorLevelOf({ ...terminal, ...facts })).toBe(level))
})
