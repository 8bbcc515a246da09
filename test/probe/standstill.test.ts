import { expect, it, test } from 'vitest'
import { createProber } from '../../src/probe/create-prober.ts'
import { toSample } from '../../src/probe/sample.ts'
import { withoutStandstills } from '../../src/probe/standstill.ts'
import { startHttpServer } from '../support/loopback-server.ts'
import { probeReply } from '../support/probe-reply.ts'
import { scriptedLoop } from '../support/scripted-loop.ts'

test('beats that come in time are no standstill, and it beats only while a request is in flight', () => {
  const { monitor, pass, isBeating } = scriptedLoop()
  const close = monitor.open()
  for (let beat = 0; beat < 10; beat++) pass(12)
  expect(close().standstills).toEqual([])
  expect(isBeating()).toBe(false)
})

test('a beat that is a few milliseconds late is what any busy machine does, and no standstill', () => {
  const { monitor, pass } = scriptedLoop()
  const close = monitor.open()
  pass(27)
  pass(28)
  expect(close().standstills).toEqual([{ fromMs: 1029, toMs: 1055 }])
})

test('time that passes without a beat is a standstill of every window that was open', () => {
  const { monitor, pass } = scriptedLoop()
  const first = monitor.open()
  pass(10)
  const second = monitor.open()
  pass(5000)
  expect(first().standstills).toEqual([{ fromMs: 1012, toMs: 6010 }])
  pass(10)
  expect(second().standstills).toEqual([{ fromMs: 1012, toMs: 6010 }])
})

test('a standstill that was over when a window opened is none of that window', () => {
  const { monitor, wait } = scriptedLoop()
  const first = monitor.open()
  wait(700)
  const second = monitor.open()
  wait(1)
  expect(second().standstills).toEqual([])
  expect(first().standstills).toEqual([{ fromMs: 1002, toMs: 1700 }])
})

test.each([
  { standstill: 'most of the wait', fromMs: 10, toMs: 320, error: 'client' },
  { standstill: 'less than half of the wait', fromMs: 10, toMs: 180, error: undefined },
  { standstill: 'before the request was written', fromMs: -400, toMs: 0, error: undefined },
  { standstill: 'after the first byte', fromMs: 400, toMs: 800, error: undefined },
  { standstill: 'a stop of half a second at any time', fromMs: -600, toMs: 0, error: 'client' },
])('a wait of 400 ms with $standstill standing still', ({ fromMs, toMs, error }) => {
  const sentAtEpochMs = 1_000_000
  const stamps = { sentAtEpochMs, firstByteAtEpochMs: sentAtEpochMs + 400 }
  const judged = withoutStandstills(probeReply(stamps), [{ fromMs, toMs }], sentAtEpochMs)
  expect(judged.error?.kind).toBe(error)
})

test.each([
  { standstills: [{ fromMs: 3, toMs: 18 }], error: 'client' },
  { standstills: [{ fromMs: 14, toMs: 28 }], error: undefined },
  {
    standstills: [
      { fromMs: 1, toMs: 12 },
      { fromMs: 14, toMs: 26 },
    ],
    error: undefined,
  },
])('a wait of 25 ms with standstills of $standstills', ({ standstills, error }) => {
  const sentAtEpochMs = 1_000_000
  const stamps = { sentAtEpochMs, firstByteAtEpochMs: sentAtEpochMs + 25 }
  expect(withoutStandstills(probeReply(stamps), standstills, sentAtEpochMs).error?.kind).toBe(error)
})

test('a failure that no stop explains stays what it is', () => {
  const error = { kind: 'protocol', message: 'the headers have no end' } as const
  expect(withoutStandstills(probeReply({ error }), [{ fromMs: 0, toMs: 70_000 }], 0).error?.kind).toBe(
    'protocol',
  )
})

test('a reply that failed because this machine stood still failed for that reason', () => {
  const error = { kind: 'timeout', message: 'no reply within 60 s' } as const
  expect(withoutStandstills(probeReply({ error }), [{ fromMs: 0, toMs: 70_000 }], 0).error?.kind).toBe(
    'client',
  )
})

it.each([700, 60])(
  'gives an error of this machine where the thread that measures was busy for most of a wait: %i ms',
  async (busyMs) => {
    const server = await startHttpServer((_request, response) => {
      setTimeout(() => response.end('ok'), 60)
      // The request has been sent: it is the wait that stands still.
      setTimeout(() => {
        const until = performance.now() + busyMs
        while (performance.now() < until);
      }, 5)
    })
    const prober = createProber()
    await prober.warmUp(['http'])
    const probe = () =>
      prober.probe({ url: server.origin, method: 'GET', headers: {} }, { connection: 'fresh' })
    let reply = await probe()
    // On a loaded machine the wait may become so long that the busy time is no longer most of it.
    while (!reply.error && (reply.phases.waitMs ?? 0) > 1.5 * busyMs) reply = await probe()
    await server.close()
    expect(reply.error).toMatchObject({ kind: 'client', message: expect.stringContaining('stood still') })
  },
)

const stoodStill = { kind: 'client', message: 'This machine stood still' } as const
const context = { id: '0.a.warm1', target: 'a', round: 0, intended: 'warm' } as const

test.each([
  { reply: { error: stoodStill, status: 500 }, read: {}, kind: 'status' },
  {
    reply: { error: stoodStill },
    read: { error: { kind: 'protocol', message: 'an HTML page' } },
    kind: 'protocol',
  },
  { reply: { error: stoodStill }, read: {}, kind: 'client' },
] as const)('what a reply says holds however slowly it was read: $kind', ({ reply, read, kind }) => {
  expect(toSample(context, probeReply(reply), read).error?.kind).toBe(kind)
})
