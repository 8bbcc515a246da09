import { describe, expect, it } from 'vitest'
import { openSlot } from '../../src/run/lanes.ts'

/** Work that goes on until it is told to end. */
function work() {
  let end: () => void = () => {}
  let hasBegun = false
  const until = new Promise<void>((resolve) => {
    end = resolve
  })
  return {
    begin: () => {
      hasBegun = true
      return until
    },
    hasBegun: () => hasBegun,
    end: async () => {
      end()
      await new Promise(setImmediate)
    },
  }
}

const lambda = { provider: 'lambda', width: 2 }
const vercel = { provider: 'vercel', width: 1 }

describe('a slot', () => {
  it('lets nothing overlap that has no lanes', async () => {
    const slot = openSlot()
    const [alone, inLane, last] = [work(), work(), work()]
    void slot.begin(undefined, alone.begin)
    void slot.begin(lambda, inLane.begin)
    void slot.begin(undefined, last.begin)
    expect([alone, inLane, last].map((one) => one.hasBegun())).toEqual([true, false, false])
    await alone.end()
    expect([inLane, last].map((one) => one.hasBegun())).toEqual([true, false])
    await inLane.end()
    expect(last.hasBegun()).toBe(true)
  })

  it('lets as many overlap as their platform has lanes, in the order of the calls', async () => {
    const slot = openSlot()
    const works = [work(), work(), work(), work()]
    const lanes = [lambda, lambda, lambda, vercel]
    for (const [index, one] of works.entries()) void slot.begin(lanes[index], one.begin)
    expect(works.map((one) => one.hasBegun())).toEqual([true, true, false, false])
    await works[0]?.end()
    expect(works.map((one) => one.hasBegun())).toEqual([true, true, true, true])
  })

  it('goes on after work that failed, and gives its failure to whoever began it', async () => {
    const slot = openSlot()
    const { ended } = await slot.begin(undefined, () => Promise.reject(new Error('gone')))
    await expect(ended).rejects.toThrow('gone')
    const next = work()
    await slot.begin(undefined, next.begin)
    expect(next.hasBegun()).toBe(true)
  })
})
