// Do the intervals cover what they say, and do tests err as seldom as they say?
import {
  adjustByHolm,
  coldPenalty,
  compareSamples,
  decideStopping,
  hodgesLehmannRatio,
  judgeComparison,
  median,
  orderStatisticInterval,
  sortSamples,
} from '../../dist/stats/index.js'
import { lognormal, normal, percent, printTable, share as shareOf } from './draw.mjs'

/** @param simulations a row; fewer where each is long */
export function simulateIntervals(simulations) {
  const rounded = (values) => values.map(Math.round)
  const covers = ({ lower = -Infinity, upper = Infinity }, truth) => lower <= truth && truth <= upper
  const share = (happens, times = simulations) => shareOf(times, happens)

  const z95 = 1.6448536269514722
  const z99 = 2.3263478740408408
  const rows = []
  const add = (what, setting, nominal, found) => rows.push([what, setting, nominal, percent(found)])

  for (const n of [6, 10, 20, 50, 200])
    add(
      'median, order statistics',
      `n = ${n}, log-normal, log-SD 0.3`,
      '≥ 95 %',
      share(() => covers(orderStatisticInterval(sortSamples(lognormal(n, 0.3)), 0.5), 100)),
    )
  add(
    'median, order statistics',
    'n = 20, whole ms (ties), log-SD 0.05',
    '≥ 95 %',
    share(() => covers(orderStatisticInterval(sortSamples(rounded(lognormal(20, 0.05))), 0.5), 100)),
  )
  for (const n of [20, 72, 200])
    add(
      'p95, order statistics',
      `n = ${n}${n < 72 ? ' (lower bound only)' : ''}, log-SD 0.3`,
      '≥ 95 %',
      share(() =>
        covers(orderStatisticInterval(sortSamples(lognormal(n, 0.3)), 0.95), 100 * Math.exp(0.3 * z95)),
      ),
    )
  add(
    'p99, order statistics',
    'n = 368, log-SD 0.3',
    '≥ 95 %',
    share(
      () => covers(orderStatisticInterval(sortSamples(lognormal(368, 0.3)), 0.99), 100 * Math.exp(0.3 * z99)),
      Math.min(simulations, 4000),
    ),
  )

  for (const [m, n, ratio] of [
    [4, 4, 1.2],
    [10, 10, 1.2],
    [20, 20, 1.2],
    [10, 30, 2],
    [60, 60, 1.2],
  ])
    add(
      'ratio, Hodges–Lehmann',
      `${m} against ${n}, true ratio ${ratio}, log-SD 0.3`,
      '≥ 95 %',
      share(() =>
        covers(
          hodgesLehmannRatio(sortSamples(lognormal(m, 0.3, 100 * ratio)), sortSamples(lognormal(n, 0.3))),
          ratio,
        ),
      ),
    )
  add(
    'ratio, Hodges–Lehmann',
    '20 against 20, ratio 1, whole ms (ties), log-SD 0.05',
    '95 %',
    share(() =>
      covers(
        hodgesLehmannRatio(
          sortSamples(rounded(lognormal(20, 0.05))),
          sortSamples(rounded(lognormal(20, 0.05))),
        ),
        1,
      ),
    ),
  )

  add(
    'ratio, Hodges–Lehmann',
    '20 against 20, ratio 1, log-SD 0.1 against 0.4',
    '95 % if of one shape',
    share(() =>
      covers(hodgesLehmannRatio(sortSamples(lognormal(20, 0.1)), sortSamples(lognormal(20, 0.4))), 1),
    ),
  )

  /** k warm waits on each of so many instances; waits of one instance share its speed. */
  const warmRun = (instances, k) =>
    Array.from({ length: instances }, () => lognormal(k, 0.1, 10 * Math.exp(0.2 * normal())))
  for (const instances of [6, 10, 30])
    add(
      'warm median over instances',
      `${instances} instances × 10, between 0.2, within 0.1`,
      '≥ 95 %',
      share(() =>
        covers(
          orderStatisticInterval(
            sortSamples(warmRun(instances, 10).map((waits) => median(sortSamples(waits)))),
            0.5,
          ),
          10,
        ),
      ),
    )
  add(
    'the same, as if independent (not used)',
    '10 instances × 10',
    '95 %',
    share(() => covers(orderStatisticInterval(sortSamples(warmRun(10, 10).flat()), 0.5), 10)),
  )

  const warmMedianSd = Math.hypot(0.2, 0.1 * Math.sqrt(0.138))
  const trueShift = median(
    sortSamples(
      Array.from(
        { length: 1_000_000 },
        () => 100 * Math.exp(0.3 * normal()) - 10 * Math.exp(warmMedianSd * normal()),
      ),
    ),
  )
  const penalty = () => {
    const warm = warmRun(10, 10)
    const medians = sortSamples(warm.map((waits) => median(sortSamples(waits))))
    return coldPenalty(sortSamples(lognormal(10, 0.3)), sortSamples(warm.flat()), medians)
  }
  const penaltySetting = '10 cold, 10 instances × 10 warm; cold spreads 15 × as wide'
  add(
    'penalty, difference of medians',
    penaltySetting,
    '≥ 95 %',
    share(() => covers(penalty().medianDifferenceInterval ?? {}, 90)),
  )
  add(
    'penalty, Hodges–Lehmann shift',
    penaltySetting,
    '95 % if of one shape',
    share(() => covers(penalty().shiftInterval ?? {}, trueShift)),
  )

  for (const logSd of [0.2, 0.4]) {
    const sizes = []
    const found = share(
      () => {
        const values = []
        const rule = { within: 0.1, atMost: 200 }
        for (;;) {
          values.push(...lognormal(1, logSd))
          const samples = sortSamples(values)
          if (!decideStopping(samples, rule).stop) continue
          sizes.push(values.length)
          return covers(orderStatisticInterval(samples, 0.5), 100)
        }
      },
      Math.min(simulations, 4000),
    )
    add(
      'median after --until-ci 10%',
      `log-SD ${logSd}, stops at n = ${median(sortSamples(sizes))} (median)`,
      '95 % at a fixed n',
      found,
    )
  }

  add(
    'a difference reported where there is none',
    '20 against 20, log-SD 0.3',
    '≤ 5 %',
    share(() => {
      const comparison = compareSamples(sortSamples(lognormal(20, 0.3)), sortSamples(lognormal(20, 0.3)))
      return judgeComparison(comparison, comparison.p) !== 'no-difference-shown'
    }),
  )
  add(
    'any of 6 pairs reported where there is none',
    '4 targets × 20, Holm',
    '≤ 5 %',
    share(
      () => {
        const sides = Array.from({ length: 4 }, () => sortSamples(lognormal(20, 0.3)))
        const pairs = sides.flatMap((a, index) => sides.slice(index + 1).map((b) => compareSamples(a, b)))
        const adjusted = adjustByHolm(pairs.map(({ p }) => p))
        return pairs.some((pair, index) => judgeComparison(pair, adjusted[index]) !== 'no-difference-shown')
      },
      Math.min(simulations, 4000),
    ),
  )

  printTable(['interval or verdict', 'setting', 'promised', 'found'], rows)
  console.log(
    `\np99, --until-ci and six pairs: ${Math.min(simulations, 4000).toLocaleString('en')}. Simulation error at 10,000: ± 0.4 points.`,
  )
}
