import { expect, test } from 'vitest'
import { accountTime } from '../../src/why/account-time.ts'
import type { Stamp } from '../../src/why/trace.ts'

const spanOf = (fromMs: number, toMs: number) => ({ fromMs, toMs })

test('a module is given its own time, and what it requires the rest', () => {
  const stamps: Stamp[] = [
    [10, 'open', 0, -1, 'resolve'],
    [12, 'turn', 0, 0, 'read'],
    [13, 'turn', 0, 0, 'compile'],
    [15, 'turn', 0, 0, 'evaluate'],
    [20, 'open', 1, -1, 'resolve'],
    [21, 'turn', 1, 1, 'evaluate'],
    [29, 'close', 1],
    [30, 'close', 0],
  ]
  const { modules, otherMs } = accountTime({ stamps }, spanOf(5, 33))
  expect(modules.get(0)).toEqual({ resolveMs: 2, readMs: 1, compileMs: 2, evaluateMs: 6 })
  expect(modules.get(1)).toEqual({ resolveMs: 1, readMs: 0, compileMs: 0, evaluateMs: 8 })
  expect(otherMs).toBe(8)
})

test('looking up what is loaded already is the asking module’s own time, and none of its evaluation', () => {
  const stamps: Stamp[] = [
    [0, 'open', 0, 3, 'evaluate'],
    [4, 'open', 1, -1, 'resolve'],
    [6, 'close', 1],
    [10, 'close', 0],
  ]
  expect(accountTime({ stamps }, spanOf(0, 10)).modules.get(3)).toEqual({
    resolveMs: 2,
    readMs: 0,
    compileMs: 0,
    evaluateMs: 8,
  })
})

test('the tracer’s own work is nobody’s', () => {
  const stamps: Stamp[] = [
    [0, 'open', 0, 1, 'read'],
    [2, 'turn', 0, -1, 'tracing'],
    [7, 'turn', 0, 1, 'compile'],
    [8, 'close', 0],
  ]
  const account = accountTime({ stamps }, spanOf(0, 8))
  expect(account.tracingMs).toBe(5)
  expect(account.modules.get(1)).toEqual({ resolveMs: 0, readMs: 2, compileMs: 1, evaluateMs: 0 })
})

test('asking what another process had the processor for is the tracer’s work, and no module’s', () => {
  const stamps: Stamp[] = [
    [0, 'open', 0, 1, 'compile'],
    [8, 'waited', 3],
    [9, 'turn', 0, 1, 'evaluate'],
    [12, 'close', 0],
  ]
  const account = accountTime({ stamps }, spanOf(0, 12))
  expect(account.tracingMs).toBe(1)
  expect(account.modules.get(1)).toEqual({
    resolveMs: 0,
    readMs: 0,
    compileMs: 8,
    evaluateMs: 3,
    waited: { resolveMs: 0, readMs: 0, compileMs: 3, evaluateMs: 0 },
  })
})

test('what is lost while the tracer asks is its own, too, and is not taken from the time behind it', () => {
  const stamps: Stamp[] = [
    [0, 'open', 0, 1, 'compile'],
    [8, 'waited', 3],
    [14, 'waited', 5],
    [15, 'turn', 0, 1, 'evaluate'],
    [17, 'close', 0],
  ]
  const account = accountTime({ stamps }, spanOf(0, 17))
  expect(account.tracingMs).toBe(7)
  expect(account.modules.get(1)).toMatchObject({ compileMs: 8, evaluateMs: 2, waited: { compileMs: 3 } })
})

test('a module that awaits has the time in which no other one is evaluated', () => {
  const stamps: Stamp[] = [
    [0, 'open', 0, 0, 'evaluate'],
    [2, 'awaits', 0],
    [3, 'open', 1, 1, 'evaluate'],
    [5, 'close', 1],
    [9, 'close', 0],
  ]
  const { modules } = accountTime({ stamps }, spanOf(0, 9))
  expect([modules.get(0)?.evaluateMs, modules.get(1)?.evaluateMs]).toEqual([7, 2])
})

test('a module that no stamp tells of is there without a time, in the span that it was loaded in', () => {
  const modules = [{ url: 'file:///a.json', metMs: 4 }]
  const stamps: Stamp[] = []
  expect(accountTime({ stamps, modules }, spanOf(0, 9)).modules.get(0)?.evaluateMs).toBe(0)
  expect(accountTime({ stamps, modules }, spanOf(5, 9)).modules.size).toBe(0)
})

test('whatever is cut out of a trace, the parts sum to the span', () => {
  const stamps: Stamp[] = [
    [1, 'open', 0, 0, 'evaluate'],
    [3, 'open', 1, -1, 'resolve'],
    [4, 'turn', 1, 1, 'read'],
    [9, 'close', 1],
    [11, 'open', 2, -1, 'resolve'],
    [40, 'close', 0],
  ]
  for (const [fromMs, toMs] of [
    [0, 50],
    [2, 10],
    [3.5, 12],
    [10, 41],
  ] as const) {
    const { modules, otherMs, tracingMs } = accountTime({ stamps }, spanOf(fromMs, toMs))
    const parts = [...modules.values()].flatMap((phases) => Object.values(phases) as number[])
    expect(parts.reduce((sum, ms) => sum + ms, otherMs + tracingMs)).toBeCloseTo(toMs - fromMs)
  }
})

test('what another process had the processor for is said of the phase that it happened in', () => {
  const stamps: Stamp[] = [
    [0, 'open', 0, 1, 'read'],
    [2, 'turn', 0, 1, 'evaluate'],
    [12, 'waited', 7],
    [12, 'close', 0],
    [20, 'waited', 30],
    [20, 'moment', 'loaded'],
  ]
  const account = accountTime({ stamps }, spanOf(0, 20))
  expect(account.modules.get(1)).toEqual({
    resolveMs: 0,
    readMs: 2,
    compileMs: 0,
    evaluateMs: 10,
    waited: { resolveMs: 0, readMs: 0, compileMs: 0, evaluateMs: 7 },
  })
  expect([account.otherMs, account.otherWaitedMs]).toEqual([8, 8])
})

test('of two modules that wait at once the one that goes on is at work', () => {
  const stamps: Stamp[] = [
    [0, 'open', 0, 0, 'evaluate'],
    [1, 'open', 1, 1, 'evaluate'],
    [3, 'resume', 0],
    [23, 'close', 0],
    [27, 'close', 1],
  ]
  const { modules } = accountTime({ stamps }, spanOf(0, 27))
  expect([0, 1].map((at) => modules.get(at)?.evaluateMs)).toEqual([21, 6])
})
