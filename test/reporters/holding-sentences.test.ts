import { describe, expect, it } from 'vitest'
import type { Result } from '../../src/core/result.ts'
import { holdingSentences } from '../../src/reporters/holding-sentences.ts'

const alwaysOn = {
  startMs: 210,
  behind: 'nginx 1.22.1',
  memoryMb: 48.5,
  idleCpuPercent: 0.1,
  price: { perHour: 0.01, what: 'a small host', asOf: '2026-04-01', source: 'https://example.com/host' },
  functionPrice: {
    perMillionRequests: 0.2,
    perGbSecond: 0.00001,
    what: 'Lambda',
    asOf: '2026-10-08',
    source: 'https://example.com/function',
  },
}

function resultOf(p50Ms: number | undefined, facts: object = { alwaysOn }): Result {
  const targets = [
    { id: 'microservice', provider: 'microservice', platform: 'local', url: 'http://127.0.0.1:1', facts },
    { id: 'lambda', provider: 'local', platform: 'local', url: 'http://127.0.0.1:2', memoryMb: 1024 },
  ]
  const warm = p50Ms === undefined ? { n: 0 } : { n: 9, p50Ms }
  const summaries = [
    { target: 'microservice', warm: { n: 9, p50Ms: 1 } },
    { target: 'lambda', warm },
  ]
  return { targets, summaries } as unknown as Result
}

describe('what an always-on service is said to cost', () => {
  it('is what it holds, what it costs a month, and where a function breaks even, with dates', () => {
    const [held, lambda, dates, ...rest] = holdingSentences(resultOf(79.5))
    expect(held).toContain('microservice is always on, behind nginx 1.22.1, and has no cold starts')
    expect(held).toContain('It holds 48.5 MB and 0.1 % of a core while nobody calls')
    expect(held).toContain('$7.30 a month')
    // 0.2e-6 + 0.08 s × 1 GB × 0.00001 = 1e-6 dollars a request.
    expect(lambda).toContain('Below 7,300,000 requests a month lambda costs less')
    expect(lambda).toContain('80 ms')
    expect(dates).toContain('as of 2026-04-01 (https://example.com/host)')
    expect(rest).toEqual([])
  })

  it('says of a function without warm requests nothing, and nothing at all where there is no service', () => {
    expect(holdingSentences(resultOf(undefined))).toHaveLength(2)
    expect(holdingSentences(resultOf(10, {}))).toEqual([])
  })

  it('says that nginx is not in front of it although it is installed, and why', () => {
    const { behind: _, ...rest } = alwaysOn
    const facts = { alwaysOn: { ...rest, nginxFailure: 'bind() failed' } }
    expect(holdingSentences(resultOf(10, facts))[0]).toContain(
      'always on, called directly (nginx is installed and did not start: bind() failed), and has no cold starts',
    )
  })

  it('leaves out what this system does not tell', () => {
    const { memoryMb: _, idleCpuPercent: __, behind: ___, ...rest } = alwaysOn
    expect(holdingSentences(resultOf(10, { alwaysOn: rest }))[0]).toContain(
      'which is a deploy. It would cost',
    )
  })
})
