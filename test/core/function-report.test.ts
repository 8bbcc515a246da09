import { describe, expect, it } from 'vitest'
import { interpretHttpReply, readEngineReport, readFunctionReport } from '../../src/core/function-report.ts'
import { probeReply } from '../support/probe-reply.ts'

const instance = {
  id: 'i-1',
  invocation: 1,
  bootMs: 40,
  loadMs: 1,
  handlerMs: 0.1,
  startedAt: '2026-11-23T10:00:00.000Z',
}
const report = { message: 'Hello, Ada', nonce: 'n', instance }

it('keeps what only the engine sees of an instance that reports itself', () => {
  const reads = { diskBytes: 4096, bytes: 100, calls: 3 }
  const header = JSON.stringify({ id: 'from outside', invocation: 1, competing: 3, reads })
  const headers = { 'x-coldstart-instance': header, 'x-coldstart-nonce': 'n' }
  const { instance: found } = interpretHttpReply(probeReply({ headers, body: report }), 'n')
  expect(found).toEqual({ ...instance, competing: 3, reads, reportedBy: 'function' })
})

describe("reading the function's report", () => {
  it('gives the instance', () => {
    expect(readFunctionReport(JSON.stringify(report), 'n')).toEqual({
      instance: { ...instance, reportedBy: 'function' },
    })
  })

  it('is the engine’s where it was written after the caller was answered', () => {
    const body = JSON.stringify({
      message: 'x',
      nonce: 'n',
      instance: { id: 'i', invocation: 1 },
      afterAnswerMs: 12.5,
    })
    expect(readFunctionReport(body, 'n')).toEqual({
      instance: { id: 'i', invocation: 1, reportedBy: 'engine' },
      afterAnswerMs: 12.5,
    })
  })

  it('leaves fields it does not know alone', () => {
    const extended = { ...report, extra: 1, instance: { ...instance, extra: 2 } }
    expect(readFunctionReport(JSON.stringify(extended), 'n').instance).toEqual({
      ...instance,
      reportedBy: 'function',
    })
  })

  it.each([
    ['HTML', '<!doctype html><title>Log in</title>', /^HTML instead of the function: <!doctype html>/],
    ['HTML without a doctype', '\n <html><body>', /^HTML/],
    ['HTML behind a comment', '<!-- challenge -->\n<!doctype html><html>', /^HTML/],
    ['HTML behind a byte order mark', '\uFEFF<html>', /^HTML/],
    ['HTML that begins with a script', '<script>location.reload()</script>', /^HTML/],
    ['an HTML fragment', '<div class="alert">Sign in</div>', /^HTML/],
    ['an HTML fragment behind a comment', '<!-- partial -->\n<p>Gone', /^HTML/],
    ['XHTML', '<?xml version="1.0"?><!DOCTYPE html><html>', /^HTML/],
    ['malformed JSON', '{"message":"Hello', /^malformed JSON: \{"message":"Hello$/],
    ['a wrong nonce', JSON.stringify({ ...report, nonce: 'other' }), /nonce of another request/],
    ['a missing nonce', JSON.stringify({ ...report, nonce: undefined }), /does not echo the nonce/],
  ])('%s is a protocol error', (_what, body, message) => {
    const { error, instance } = readFunctionReport(new TextEncoder().encode(body), 'n')
    expect(error).toEqual({ kind: 'protocol', message: expect.stringMatching(message) })
    expect(instance).toBeUndefined()
  })

  it.each([
    '',
    'Hello',
    '{"message":"Hello"}',
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    '<?xml version="1.0"?><feed/>',
    '<Response><Say>Hello</Say></Response>',
    '<address:book/>',
    '<<div>',
    'a <div>',
    '[]',
    '"text"',
    '{"message":"x","nonce":"n","instance":{"id":"","invocation":0}}',
  ])('a body that is not our report says nothing: %j', (body) => {
    expect(readFunctionReport(body, 'n')).toEqual({})
  })
})

describe('a page that was announced', () => {
  const request = { url: 'https://x.test/', method: 'GET', headers: {}, expect: { type: 'html' } } as const

  it.each(['<!doctype html><title>Shop</title>', '<!-- rendered --><html>', '<main>Hello</main>'])(
    'is a sample: %s',
    (body) => {
      expect(interpretHttpReply(probeReply({ request, body }), 'n')).toEqual({})
    },
  )

  it('is missed where something else comes', () => {
    expect(interpretHttpReply(probeReply({ request, body: report }), 'n').error).toEqual({
      kind: 'protocol',
      message: expect.stringContaining('no HTML page, although one was expected: {"message":"Hello, Ada"'),
    })
  })

  it('is still no sample behind a login', () => {
    const wall = { status: 401, headers: { 'content-type': 'text/html' }, body: '<html>' }
    expect(interpretHttpReply(probeReply({ request, ...wall }), 'n').error?.kind).toBe('platform')
  })
})

describe("reading the engine's report", () => {
  const header = {
    'x-coldstart-instance': JSON.stringify({ ...instance, reportedBy: 'engine' }),
    'x-coldstart-nonce': 'n',
  }

  it('gives the instance as the engine saw it', () => {
    expect(readEngineReport(header, 'n')).toEqual({ instance: { ...instance, reportedBy: 'engine' } })
  })

  it.each([{}, { 'x-coldstart-instance': '{' }, { 'x-coldstart-instance': '{"id":1}' }])(
    'is nothing for %j',
    (headers) => {
      expect(readEngineReport(headers as Record<string, string>, 'n')).toEqual({})
    },
  )

  it.each(['another', undefined])('is nothing from a server that does not know the nonce (%s)', (nonce) => {
    const { 'x-coldstart-nonce': _, ...report } = header
    const headers = { ...report, ...(nonce === undefined ? {} : { 'x-coldstart-nonce': nonce }) }
    expect(interpretHttpReply(probeReply({ headers, body: 'hello' }), 'n')).toEqual({})
  })

  it.each(['plain text', '<!doctype html>', '{"mine":1}', '{broken'])(
    'stands in for a function that reports nothing itself, whatever it answers: %j',
    (body) => {
      expect(interpretHttpReply(probeReply({ headers: header, body }), 'n').instance?.reportedBy).toBe(
        'engine',
      )
    },
  )

  it("never covers up a wrong nonce in the function's own report", () => {
    const reply = probeReply({ headers: header, body: { ...report, nonce: 'other' } })
    expect(interpretHttpReply(reply, 'n').error?.kind).toBe('protocol')
  })

  it("gives way to the function's own report, and to a failure", () => {
    expect(interpretHttpReply(probeReply({ headers: header, body: report }), 'n').instance?.reportedBy).toBe(
      'function',
    )
    expect(interpretHttpReply(probeReply({ headers: header, status: 500 }), 'n').error?.kind).toBe('status')
  })
})

describe('a reply that the local engine proves to be the function’s', () => {
  const proof = {
    'x-coldstart-nonce': 'n',
    'x-coldstart-instance': JSON.stringify({ ...instance, reportedBy: 'engine' }),
  }

  it.each([
    ['a 202 without a body', { status: 202, body: '' }],
    ['headers of a cache', { status: 200, body: 'ok', headers: { age: '5', 'x-cache': 'HIT' } }],
  ])(
    'may have %s',
    (_, { headers = {}, ...reply }: { status: number; body: string; headers?: Record<string, string> }) => {
      expect(interpretHttpReply(probeReply({ ...reply, headers }), 'n').error).toBeDefined()
      const proven = probeReply({ ...reply, headers: { ...headers, ...proof } })
      expect(interpretHttpReply(proven, 'n')).toMatchObject({ instance: { reportedBy: 'engine' } })
      expect(interpretHttpReply(proven, 'n').error).toBeUndefined()
    },
  )
})

describe('a function that cannot know when it was started', () => {
  const own = { message: 'Hello', nonce: 'n', instance: { id: 'isolate', invocation: 1, ageMs: 0 } }
  const seen = { id: 'process', invocation: 1, startedAt: instance.startedAt, ageMs: 50, bootMs: 40 }
  const answer = (nonce: string) =>
    probeReply({
      status: 200,
      body: JSON.stringify(own),
      headers: { 'x-coldstart-instance': JSON.stringify(seen), 'x-coldstart-nonce': nonce },
    })

  it('is told by the engine, and keeps its own id', () => {
    expect(interpretHttpReply(answer('n'), 'n').instance).toEqual({
      ...seen,
      id: 'isolate',
      reportedBy: 'function',
    })
  })

  it('is not told of another request', () => {
    expect(interpretHttpReply(answer('other'), 'n').instance).toEqual({
      ...own.instance,
      reportedBy: 'function',
    })
  })
})
