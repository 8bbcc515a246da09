import { describe, expect, it } from 'vitest'
import { suggestionFor } from '../../src/core/suggestion.ts'

const commands = [
  'bench',
  'compare',
  'config',
  'deploy',
  'destroy',
  'doctor',
  'init',
  'list',
  'report',
  'resume',
]

describe('suggestionFor', () => {
  it.each([
    ['bnech', 'bench'],
    ['Bench', 'bench'],
    ['destory', 'destroy'],
    ['depoly', 'deploy'],
    ['docter', 'doctor'],
    ['comapre', 'compare'],
    ['lst', 'list'],
  ])('takes %j for %j', (typed, meant) => {
    expect(suggestionFor(typed, commands)).toBe(meant)
  })

  it.each(['', 'x', 'lambda', 'configuration-of-everything'])('has no suggestion for %j', (typed) => {
    expect(suggestionFor(typed, commands)).toBeUndefined()
  })

  it('takes no short word for another of which hardly a letter is the same', () => {
    expect(suggestionFor('main', ['mix'])).toBeUndefined()
    expect(suggestionFor('mxi', ['mix'])).toBe('mix')
  })

  it('prefers the nearest', () => {
    expect(suggestionFor('durtion', ['direction', 'duration'])).toBe('duration')
  })

  it('knows nothing when nothing is known', () => {
    expect(suggestionFor('bench', [])).toBeUndefined()
  })
})
