import { describe, expect, it } from 'vitest'
import { readGlobalFlags } from '../../src/cli/global-flags.ts'

describe('flags that every command has', () => {
  it('are taken out wherever they stand, the rest keeps its order', () => {
    expect(readGlobalFlags(['bench', '--debug', '--cold', '3', '--color=never'])).toEqual({
      debug: true,
      color: 'never',
      rest: ['bench', '--cold', '3'],
    })
  })

  it('are left alone after --', () => {
    expect(readGlobalFlags(['x', '--', '--debug']).rest).toEqual(['x', '--', '--debug'])
  })

  it('refuse a colour setting that does not exist', () => {
    expect(() => readGlobalFlags(['--color', 'sometimes'])).toThrow('"sometimes"')
    expect(() => readGlobalFlags(['--color=alwyas'])).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('Did you mean always?') }),
    )
  })
})
