import { expect, test } from 'vitest'
import { sumOf } from '../../src/why/load-phases.ts'
import { bodiesOf, mergeTraces } from '../../src/why/merge-traces.ts'
import type { ModulePlace } from '../../src/why/place-module.ts'
import { basisOf } from '../../src/why/time-of-timings.ts'
import type { Stamp, Trace } from '../../src/why/trace.ts'

const place = (url: string): ModulePlace =>
  url === 'launcher' ? { kind: 'launcher', name: url } : { kind: 'own', name: url }

/** A launcher that takes 1 ms, and what it imports in the first call. */
function traceOf(lateMs: readonly number[]): Trace {
  const stamps: Stamp[] = [
    [0, 'moment', 'load'],
    [0, 'open', 0, 0, 'evaluate'],
    [1, 'close', 0],
    [1, 'moment', 'loaded'],
    [1, 'moment', 'invoke'],
  ]
  let atMs = 1
  for (const [at, tookMs] of lateMs.entries()) {
    stamps.push([atMs, 'open', at + 1, at + 1, 'evaluate'], [atMs + tookMs, 'close', at + 1])
    atMs += tookMs
  }
  const modules = lateMs.map((_, at) => ({ url: `late-${at}`, parent: 'launcher' }))
  const all = {
    modules: [{ url: 'launcher' }, ...modules],
    stamps: [...stamps, [atMs, 'moment', 'answered']],
  }
  return { esm: 'all', taskRoot: '/task', ...all } as unknown as Trace
}

test('each module has the least of its times, and what is loaded in the first call is the sum of those', () => {
  const merged = mergeTraces([traceOf([2, 10]), traceOf([10, 3]), traceOf([9, 9])], place, 'processor')
  expect(merged.modules.map(({ name, phases }) => [name, sumOf(phases)])).toEqual([
    ['launcher', 1],
    ['late-0', 2],
    ['late-1', 3],
  ])
  expect(merged.lateMs).toBe(5)
})

test('a module that fewer than half of the traces have takes nothing', () => {
  const merged = mergeTraces([traceOf([2]), traceOf([3]), traceOf([4, 5])], place, 'processor')
  expect(merged.modules.map(({ name, phases }) => [name, sumOf(phases)])).toContainEqual(['late-1', 0])
  expect(merged.lateMs).toBe(2)
})

/** One module whose body takes so long, and waits for so much of it. */
function bodyOf(ms: number, waitedMs: number): Trace {
  const stamps: Stamp[] = [
    [0, 'moment', 'load'],
    [0, 'open', 0, 0, 'evaluate'],
    [ms, 'waited', waitedMs],
    [ms, 'close', 0],
    [ms, 'moment', 'loaded'],
  ]
  return { esm: 'all', taskRoot: '/task', modules: [{ url: 'body' }], stamps } as unknown as Trace
}

test('a body that the clock ends has its time of the clock, one that works its time of the processor', () => {
  const evaluateMs = (...traces: readonly Trace[]) =>
    mergeTraces(traces, place, basisOf(bodiesOf(traces, place))).modules[0]?.phases.evaluateMs
  expect(evaluateMs(bodyOf(60, 38), bodyOf(60, 25), bodyOf(66, 43), bodyOf(60, 31), bodyOf(61, 40))).toBe(60)
  expect(
    evaluateMs(bodyOf(137, 102), bodyOf(106, 71), bodyOf(193, 157), bodyOf(90, 54), bodyOf(250, 214)),
  ).toBe(35)
})
