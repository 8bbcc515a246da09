import { describe, expect, it } from 'vitest'
import { describeSampleError, groupLikeMessages } from '../../src/core/like-messages.ts'

describe('groupLikeMessages', () => {
  it('takes messages for one that differ in numbers and ids only', () => {
    expect(
      groupLikeMessages([
        'No reply within 60000.123 ms.',
        'No reply within 59999.8 ms.',
        'Failed, request 6f1c2a3b-0000-4000-8000-1234567890ab.',
        'Failed, request 7a1c2a3b-0000-4000-8000-1234567890ff.',
      ]),
    ).toEqual([
      { message: 'No reply within 60000.123 ms.', count: 2 },
      { message: 'Failed, request 6f1c2a3b-0000-4000-8000-1234567890ab.', count: 2 },
    ])
  })

  it('keeps different causes apart, a status being a cause', () => {
    expect(groupLikeMessages(['status 503', 'status 500', 'status 503']).map(({ count }) => count)).toEqual([
      2, 1,
    ])
  })
})

describe('describeSampleError', () => {
  it('names the kind once', () => {
    expect(describeSampleError({ kind: 'status', message: 'status 503' })).toBe('status 503')
    expect(describeSampleError({ kind: 'timeout', message: 'No reply within 60000 ms.' })).toBe(
      'timeout: No reply within 60000 ms.',
    )
  })
})
