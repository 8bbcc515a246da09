import { computeHistory } from '../../src/stats/history/compute-history.ts'
import { describeHistoryTarget } from '../../src/stats/history/describe-history-target.ts'
import type { History } from '../../src/stats/history/history.ts'
import { targetOf } from './run-file.ts'

/** A month of one run a day of these targets, all 60 % slower from its middle on; every text that is shown is `note`. */
export function historyOf(names: readonly string[], note = 'test machine'): History {
  const ways = names.map((name) => ({
    target: describeHistoryTarget(targetOf(name, { platform: 'cloud', provider: 'lambda' })),
    coldBy: 'idle',
  }))
  const runs = Array.from({ length: 30 }, (_, day) => ({
    run: `2026-01-${String(day + 1).padStart(2, '0')}`,
    startedAt: new Date(Date.UTC(2026, 0, 1 + day)).toISOString(),
    revision: day < 15 ? 'aaa' : note,
    about: { machine: note, node: 'v22.0.0', tool: '0.1.0', ways },
    figures: names.map((_, k) => {
      const p50Ms = (100 + ((day * 7 + k) % 11)) * (day < 15 ? 1 : 1.6)
      return { n: 10, p50Ms, p50Interval: { lower: p50Ms * 0.95, upper: p50Ms * 1.06, coverage: 0.97 } }
    }),
  }))
  return computeHistory(runs, [])
}
