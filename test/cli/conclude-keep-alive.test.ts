import { expect, test } from 'vitest'
import { findKeepAlive } from '../../src/bench/keep-alive-findings.ts'
import { renderKeepAlive } from '../../src/cli/conclude-keep-alive.ts'
import type { Sample } from '../../src/core/sample.ts'
import { sampleWith } from '../support/sample-line.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { headerFor } from '../support/scripted-run.ts'

const minute = 60_000
const header = headerFor({}, [scriptedTarget('f#1', { group: 'f' }), scriptedTarget('f#2', { group: 'f' })])

function look(target: string, idleMs: number, observed: Sample['observed']): Sample {
  return sampleWith({ target, intended: 'cold', coldBy: 'idle', idleMs, plannedIdleMs: idleMs, observed })
}

function report(...samples: Sample[]): string {
  return renderKeepAlive(findKeepAlive({ header, samples }))
}

test('says between which periods half were gone, and how much the looks show of the rest, replicas taken together', () => {
  const text = report(
    ...Array.from({ length: 4 }, () => look('f#1', 8 * minute, 'warm')),
    ...Array.from({ length: 10 }, () => look('f#1', 10 * minute, 'cold')),
    ...Array.from({ length: 10 }, () => look('f#2', 10 * minute, 'cold')),
  )
  expect(text.split('\n')).toEqual([
    'How long idle instances are kept',
    '',
    'f: 24 looks at 2 replicas, 4 met a live one',
    '  median   between 8 m 00 s and 10 m 00 s',
    '  95 %     not shown: after 10 m 00 s 20 of 20 looks show 86 % at least; --looks 59 could show it',
    '  lifetimes that ended    100 %  between 8 m 00 s and 10 m 00 s',
    '',
  ])
})

test('says that 95 % were gone only where the looks show it, with their number', () => {
  const text = report(...Array.from({ length: 60 }, () => look('f#1', 10 * minute, 'cold')))
  expect(text).toContain('95 %     gone after 10 m 00 s, perhaps sooner (60 of 60 looks show 95 % at least)')
})

test('an instance that outlived every look is said to, and nothing is invented', () => {
  const text = report(look('f#1', 60 * minute, 'warm'), look('f#2', 60 * minute, 'warm'))
  expect(text).toContain('median   longer than 1 h 00 m, the longest idle period tried')
  expect(text).toContain('95 %     not reached within 1 h 00 m')
  expect(text).toContain('100 %  later than 1 h 00 m')
})

test('without a reply that says which instance served it, nothing is known', () => {
  expect(report(look('f#1', minute, 'unknown'))).toContain('nothing is known')
})
