import { describe, expect, it } from 'vitest'
import { breakDownQueued, queueMomentsOf } from '../../src/probe/queued.ts'

const queue = { enqueuedMs: 2, pickedUpMs: 3, sentMs: 5, firstByteMs: 95, doneMs: 100 }
const instance = { id: 'a', invocation: 1, bootMs: 40, loadMs: 10, handlerMs: 20 }
const reply = { phases: { waitMs: 100 }, sentAtEpochMs: 1000, firstByteAtEpochMs: 1090 }

describe('a queued invocation', () => {
  it('has parts that sum to its wait, the queue first', () => {
    const breakdown = breakDownQueued(queue, { reply, interpretation: { instance }, observed: 'cold' })
    expect(breakdown).toEqual({
      queueMs: 5,
      platformMs: 20,
      bootMs: 40,
      loadMs: 10,
      handlerMs: 20,
      restMs: 5,
    })
    const parts = Object.values(breakdown ?? {}).filter((part) => typeof part === 'number')
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(100)
  })

  it('began when its first byte came less its handler', () => {
    expect(queueMomentsOf({ queue }, { instance })).toEqual({
      enqueuedMs: 2,
      pickedUpMs: 3,
      startedMs: 75,
      doneMs: 100,
    })
  })

  it('began later than its first byte where its caller was answered before', () => {
    expect(queueMomentsOf({ queue }, { instance, afterAnswerMs: 10 })).toMatchObject({ startedMs: 85 })
  })

  it('says nothing of its start where the function does not report', () => {
    expect(queueMomentsOf({ queue }, {})).toEqual({ enqueuedMs: 2, pickedUpMs: 3, doneMs: 100 })
  })

  it('has no moments where no queue triggered it', () => {
    expect(queueMomentsOf({}, { instance })).toBeUndefined()
  })
})
