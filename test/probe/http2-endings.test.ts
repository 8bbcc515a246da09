import type { TLSSocket } from 'node:tls'
import { afterAll, describe, expect, it } from 'vitest'
import type { ProbeReply } from '../../src/core/probe-request.ts'
import { createProber } from '../../src/probe/create-prober.ts'
import { frames, startFramesServer } from '../support/http2-frames-server.ts'
import { loopbackCertificate } from '../support/loopback-server.ts'

const prober = createProber()
afterAll(() => prober.close())

const NO_ERROR = 0
const INTERNAL_ERROR = 2
const REFUSED_STREAM = 7
const CANCEL = 8

type Answer = (socket: TLSSocket, stream: number) => void

/** As many requests as there are answers, one after the other. */
async function askOf(
  answers: readonly Answer[],
  connection: 'fresh' | 'kept' = 'fresh',
): Promise<ProbeReply[]> {
  const left = [...answers]
  const server = await startFramesServer((socket, stream) => left.shift()?.(socket, stream))
  const request = {
    url: `${server.origin}/x`,
    method: 'GET' as const,
    headers: {},
    certificateAuthority: loopbackCertificate,
  }
  const replies: ProbeReply[] = []
  for (const _ of answers) replies.push(await prober.probe(request, { connection }))
  await prober.close()
  await server.close()
  return replies
}

const write =
  (...parts: readonly ((stream: number) => Buffer)[]): Answer =>
  (socket, stream) =>
    void socket.write(Buffer.concat(parts.map((part) => part(stream))))

const whole = [
  (stream: number) => frames.headers(stream),
  (stream: number) => frames.data(stream, 'all of it', true),
]

describe('a stream that is reset before its reply has ended is an incomplete reply', () => {
  it.each([
    ['CANCEL', CANCEL],
    ['NO_ERROR', NO_ERROR],
    ['INTERNAL_ERROR', INTERNAL_ERROR],
  ])(
    'by %s, after the headers, in the middle of the body, and after a body that was not ended',
    async (name, code) => {
      const reset = (stream: number) => frames.reset(stream, code)
      const replies = await askOf([
        write((stream) => frames.headers(stream), reset),
        write(
          (stream) => frames.headers(stream),
          (stream) => frames.data(stream, 'half'),
          reset,
        ),
        (socket, stream) => {
          socket.write(Buffer.concat([frames.headers(stream), frames.data(stream, '{"message":"hi"}')]))
          setTimeout(() => socket.write(reset(stream)), 20)
        },
      ])
      for (const { error } of replies) {
        expect(error?.kind).toBe('reset')
        expect(error?.message).toContain(name)
      }
    },
  )

  it('and so is one that is reset or refused before it began', async () => {
    const replies = await askOf(
      [CANCEL, NO_ERROR, REFUSED_STREAM].map((code) => write((stream) => frames.reset(stream, code))),
    )
    expect(replies.map(({ error }) => error?.kind)).toEqual(['reset', 'reset', 'reset'])
    expect(replies.map(({ phases }) => phases.waitMs)).toEqual([undefined, undefined, undefined])
  })

  it('and one that Node’s server resets with an error: it ends the stream first', async () => {
    const replies = await askOf(
      [CANCEL, INTERNAL_ERROR].map((code) => write(...whole, (stream) => frames.reset(stream, code))),
    )
    expect(replies.map(({ error }) => error?.kind)).toEqual(['reset', 'reset'])
  })

  it('and one whose connection ends', async () => {
    const [reply] = await askOf([(socket, stream) => void socket.end(frames.headers(stream))])
    expect(reply?.error?.kind).toBe('reset')
  })
})

describe('a complete reply is one, whatever follows it', () => {
  it.each([
    ['a reset without an error', (stream: number) => frames.reset(stream, NO_ERROR)],
    ['a GOAWAY that counts it in', (stream: number) => frames.goAway(stream, NO_ERROR)],
    ['a GOAWAY with an error', (stream: number) => frames.goAway(stream, INTERNAL_ERROR)],
  ])('%s', async (_what, after) => {
    const [together, apart, ended] = await askOf([
      write(...whole, after),
      (socket, stream) => {
        write(...whole)(socket, stream)
        setTimeout(() => socket.write(after(stream)), 5)
      },
      (socket, stream) => {
        write(...whole, after)(socket, stream)
        socket.end()
      },
    ])
    for (const reply of [together, apart, ended]) {
      expect(reply?.error).toBeUndefined()
      expect(Buffer.from(reply?.body ?? []).toString()).toBe('all of it')
    }
  })
})

it('a server that says GOAWAY lets the request in flight end, and is not sent another on that connection', async () => {
  const [first, second] = await askOf(
    [
      (socket, stream) => {
        socket.write(Buffer.concat([frames.headers(stream), frames.goAway(stream, NO_ERROR)]))
        setTimeout(() => socket.write(frames.data(stream, 'all of it', true)), 20)
      },
      write(...whole),
    ],
    'kept',
  )
  expect(first?.error).toBeUndefined()
  expect(second?.error).toBeUndefined()
  expect(second?.localPort).not.toBe(first?.localPort)
})

it('a GOAWAY that leaves the request out is a failure of it', async () => {
  const [reply] = await askOf([write(() => frames.goAway(0, NO_ERROR))])
  expect(reply?.error?.kind).toBe('reset')
})

it('the wait begins when the request is written, not when the settings of the connection are acknowledged', async () => {
  const [reply] = await askOf([
    (socket, stream) => {
      // The acknowledgement is written in the middle of the wait.
      setTimeout(() => socket.write(frames.settings()), 100)
      setTimeout(() => write(...whole)(socket, stream), 200)
    },
  ])
  expect(reply?.phases.waitMs).toBeGreaterThanOrEqual(195)
})
