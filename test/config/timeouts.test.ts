import { describe, expect, it } from 'vitest'
import { timeouts } from '../../src/config/timeouts.ts'

describe('a timeout', () => {
  it.each([
    ['30s', { wait: 30_000 }],
    [1500, { wait: 1500 }],
    [
      'connect=5s, tls=5s, wait=30s, download=10s, total=1m',
      { connect: 5000, tls: 5000, wait: 30_000, download: 10_000, total: 60_000 },
    ],
    [
      { wait: '2s', total: 3000 },
      { wait: 2000, total: 3000 },
    ],
  ])('%j reads as %j, and its reading reads as itself', (written, read) => {
    expect(timeouts.parse(written)).toEqual(read)
    expect(timeouts.parse(read)).toEqual(read)
  })

  it('names the phases there are when one does not exist', () => {
    expect(() => timeouts.parse('wiat=3s')).toThrow('has no phase')
  })
})
