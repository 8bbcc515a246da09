import { describe, expect, it } from 'vitest'
import { endedWords, requestWords, settingOf, shortMs, stageWords } from '../../src/serve/page-words.ts'

const environment = {
  type: 'environment',
  function: 'vercel/hello',
  environment: 'x',
  sinceMs: 0,
  served: 1,
} as const

describe('the page’s words', () => {
  it.each([
    [2.14, '2.1 ms'],
    [9.96, '10 ms'],
    [104.4, '104 ms'],
    [999.6, '1.00 s'],
    [12_340, '12.3 s'],
  ])('%d ms is %s', (ms, words) => expect(shortMs(ms)).toBe(words))

  it.each([
    [10_000, '10s'],
    [60_000, '1m'],
    [1500, '1500ms'],
  ])('an idle time of %d ms is typed %s', (ms, words) => expect(settingOf(ms)).toBe(words))

  it('tells how long an idle environment has left', () => {
    expect(stageWords({ ...environment, stage: 'idle', untilMs: 5400 }, 1000)).toBe('idle, ends in 5 s')
    expect(stageWords({ ...environment, stage: 'idle', untilMs: 5400 }, 9000)).toBe('idle, ends in 0 s')
    expect(stageWords({ ...environment, stage: 'load' }, 0)).toBe('loads the function')
  })

  it('says all of a bar for those who do not see it', () => {
    const seen = { type: 'request', function: 'vercel/hello', request: 3, atMs: 0 } as const
    expect(requestWords(seen)).toBe('under way')
    const end = { durationMs: 100, kind: 'cold', parts: { bootMs: 60, loadMs: 30, handlerMs: 10 } } as const
    expect(requestWords({ ...seen, end })).toBe('cold, 100 ms: boot 60 ms, load 30 ms, handler 10 ms')
    expect(requestWords({ ...seen, end: { ...end, failure: 'TypeError', parts: {} } })).toBe(
      'cold, 100 ms, failed: TypeError',
    )
  })

  it('has one sentence for many requests that ended together', () => {
    const cold = { request: 1, end: { durationMs: 104, kind: 'cold' } } as const
    const warm = { request: 2, end: { durationMs: 2, kind: 'warm' } } as const
    expect(endedWords([])).toBe('')
    expect(endedWords([cold])).toBe('Request 1: cold, 104 ms.')
    const failed = { request: 3, end: { ...cold.end, failure: 'TypeError' } } as const
    expect(endedWords([failed])).toBe('Request 3: cold, 104 ms, failed: TypeError.')
    expect(endedWords([warm, failed])).toBe(
      '2 requests: 1 warm, 1 cold, 1 of them failed; the slowest took 104 ms.',
    )
    expect(endedWords([warm, cold, cold])).toBe('3 requests: 1 warm, 2 cold; the slowest took 104 ms.')
  })
})
