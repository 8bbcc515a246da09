import { describe, expect, it } from 'vitest'
import { newNonce, newRunId, randomName } from '../../src/core/ids.ts'

describe('ids', () => {
  it('of runs are file names that sort by time', () => {
    const ids = [0, 1, 1000, 60_000, 86_400_000].map((ms) => newRunId(Date.UTC(2026, 10, 23) + ms))
    for (const id of ids) expect(id).toMatch(/^\d{4}-\d\d-\d\dT\d{6}-[a-z2-9]{4}$/)
    expect(ids.map((id) => id.slice(0, 17)).sort()).toEqual(ids.map((id) => id.slice(0, 17)))
    expect(ids[0]).toContain('2026-11-23T000000')
  })

  it('never come twice', () => {
    const many = Array.from({ length: 5000 }, newNonce)
    expect(new Set(many).size).toBe(many.length)
    expect(new Set(Array.from({ length: 5000 }, () => randomName(12))).size).toBe(5000)
    expect(randomName(3000)).toHaveLength(3000)
  })

  it('of nonces need no escaping in a URL or a header', () => {
    expect(newNonce()).toMatch(/^[\w-]{12}$/)
  })

  it('of resources use letters and digits that cannot be misread, all of them alike', () => {
    const letters = [...randomName(64_000)]
    const counts = new Map<string, number>()
    for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    expect([...counts.keys()].sort().join('')).toBe('23456789abcdefghijkmnpqrstuvwxyz')
    // 2,000 expected each, standard deviation 44: a biased modulo would give some of them a quarter more.
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(300)
  })
})
