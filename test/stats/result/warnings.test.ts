import { describe, expect, it } from 'vitest'
import { computeResult } from '../../../src/stats/result/compute-result.ts'
import { coldSample, runFileOf, waitsOf } from '../../support/run-file.ts'

const note = (message: string, target?: string) =>
  ({
    type: 'note',
    at: '2026-11-23T15:42:10.000Z',
    kind: 'evict-failed',
    message,
    ...(target ? { target } : {}),
  }) as const
const warningsOf = (notes: ReturnType<typeof note>[], config = {}) =>
  computeResult({
    ...runFileOf(
      waitsOf(12, 1).map((wait) => coldSample('a', wait * wait)),
      { config },
    ),
    notes,
  }).warnings

describe('warnings', () => {
  it('count notes of one cause and subject, and hide no other cause behind them', () => {
    const found = warningsOf([
      note('Refused after 12.5 ms.', 'a'),
      note('Refused after 13.75 ms.', 'a'),
      note('No permission.', 'a'),
      note('Refused after 1 ms.', 'b'),
    ]).filter(({ code }) => code === 'evict-failed')
    expect(found.map(({ message, target }) => `${target}: ${message}`)).toEqual([
      'a: Refused after 12.5 ms. (and 1 more like it)',
      'a: No permission.',
      'b: Refused after 1 ms.',
    ])
  })

  it('say by how much --until-ci was missed', () => {
    const missed = (untilCi: number) =>
      warningsOf([], { untilCi }).find(({ code }) => code === 'until-ci-missed')
    expect(missed(0.02)).toMatchObject({
      target: 'a',
      message:
        'Cold by idle 400 ms: --until-ci was not reached with n = 12: the median is known to ± 6.7 %, not to ± 2 %.',
    })
    expect(missed(0.5)).toBeUndefined()
  })
})
