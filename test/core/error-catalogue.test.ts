import { describe, expect, it } from 'vitest'
import { catalogue, type ErrorCode } from '../../src/core/error-catalogue/index.ts'
import { ColdstartError, type ErrorText, isColdstartError, messageOf } from '../../src/core/errors.ts'
import { exitCodes } from '../../src/core/exit-codes.ts'

const entries = Object.entries(catalogue) as [ErrorCode, (details: unknown) => ErrorText][]

describe('the catalogue of errors', () => {
  it.each(entries)('%s says what happened and what to do', (_, entry) => {
    const { message, hint, exitCode } = entry(anyDetails)
    expect(Object.values(exitCodes)).toContain(exitCode)
    expect(exitCode).not.toBe(exitCodes.done)
    expect(String(hint)).not.toBe(String(message))
    for (const text of [String(message), String(hint)]) {
      expect(text).not.toMatch(/undefined|\[object/)
      expect(text).not.toMatch(/\S {2}|!$|\s$|^\s/)
      expect(text).toMatch(/^["{\p{L}]/u)
      if (!text.includes('\n')) expect(text).toMatch(/[.?)}]$/)
    }
  })

  it('has no two errors of the same words', () => {
    const messages = entries.map(([, entry]) => String(entry(anyDetails).message))
    const own = messages.filter((message) => !/^\{\w+\}$/.test(message))
    expect(new Set(own).size).toBe(own.length)
  })
})

describe('ColdstartError', () => {
  const error = new ColdstartError('bad-duration', { text: 'soon' }, { cause: new Error('inner') })

  it('carries code, words, remedy, exit code and cause', () => {
    expect(error).toMatchObject({
      name: 'ColdstartError',
      code: 'bad-duration',
      message: '"soon" is not a duration.',
      hint: 'Write 1500ms, 90s, 15m or 1h30m.',
      exitCode: 2,
    })
    expect(messageOf(error.cause)).toBe('inner')
  })

  it('is told from a defect of ours', () => {
    expect(isColdstartError(error)).toBe(true)
    expect(isColdstartError(new TypeError('x is not a function'))).toBe(false)
    expect(isColdstartError(undefined)).toBe(false)
  })
})

it('messageOf reads anything that was thrown', () => {
  expect([new Error('a'), 'b', 3, null, undefined].map(messageOf)).toEqual([
    'a',
    'b',
    '3',
    'null',
    'undefined',
  ])
})

/** Details of every error at once: each fact is its own name in braces, and may be used as text, list or number. */
const anyDetails: unknown = new Proxy(
  {},
  { get: (_, name) => (typeof name === 'string' ? anyFact(name) : undefined) },
)

function anyFact(name: string, depth = 2): unknown {
  const text = `{${name}}`
  return Object.assign([depth > 1 ? anyFact(name, depth - 1) : text], {
    [Symbol.toPrimitive]: (hint: string) => (hint === 'number' ? 7 : text),
    toString: () => text,
    toFixed: () => text,
    toLocaleString: () => text,
    // Where a fact is itself an error.
    message: `${text}.`,
    hint: `${text}.`,
  })
}
