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
import { lognormal, normal, percent, printTable, share } from './draw.mjs'

const Z95 = 1.6448536269514722
const Z99 = 2.3263478740408408
/** Rows whose single simulation is long take no more than this. */
const LONG_ROW = 4000

/** Prints the table. @param simulations a row; fewer where each is long */
export function simulateIntervals(simulations) {
  const rows = [medians, tails, ratios, warmMedians, penalties, stoppingRule, differences].flatMap((part) =>
    part(simulations).map(([what, setting, promised, found]) => [what, setting, promised, percent(found)]),
  )
  printTable(['interval or verdict', 'setting', 'promised', 'found'], rows)
  console.log(
    `\np99, --until-ci and six pairs: ${Math.min(simulations, LONG_ROW).toLocaleString('en')}. Simulation error at 10,000: ± 0.4 points.`,
  )
}

const covers = ({ lower = -Infinity, upper = Infinity }, truth) => lower <= truth && truth <= upper
const wholeMs = (n) => lognormal(n, 0.05).map(Math.round)
const intervalAt = (values, p) => orderStatisticInterval(sortSamples(values), p)
const ratioInterval = (a, b) => hodgesLehmannRatio(sortSamples(a), sortSamples(b))

function medians(simulations) {
  const row = (setting, draw) => [
    'median, order statistics',
    setting,
    '≥ 95 %',
    share(simulations, () => covers(intervalAt(draw(), 0.5), 100)),
  ]
  return [
    ...[6, 10, 20, 50, 200].map((n) => row(`n = ${n}, log-normal, log-SD 0.3`, () => lognormal(n, 0.3))),
    row('n = 20, whole ms (ties), log-SD 0.05', () => wholeMs(20)),
  ]
}

function tails(simulations) {
  const row = (name, p, z, n, times, note = '') => [
    `${name}, order statistics`,
    `n = ${n}${note}, log-SD 0.3`,
    '≥ 95 %',
    share(times, () => covers(intervalAt(lognormal(n, 0.3), p), 100 * Math.exp(0.3 * z))),
  ]
  return [
    row('p95', 0.95, Z95, 20, simulations, ' (lower bound only)'),
    row('p95', 0.95, Z95, 72, simulations),
    row('p95', 0.95, Z95, 200, simulations),
    row('p99', 0.99, Z99, 368, Math.min(simulations, LONG_ROW)),
  ]
}

function ratios(simulations) {
  const row = (setting, promised, draw, truth) => [
    'ratio, Hodges–Lehmann',
    setting,
    promised,
    share(simulations, () => covers(ratioInterval(...draw()), truth)),
  ]
  const sizes = [
    [4, 4, 1.2],
    [10, 10, 1.2],
    [20, 20, 1.2],
    [10, 30, 2],
    [60, 60, 1.2],
  ]
  return [
    ...sizes.map(([m, n, ratio]) =>
      row(
        `${m} against ${n}, true ratio ${ratio}, log-SD 0.3`,
        '≥ 95 %',
        () => [lognormal(m, 0.3, 100 * ratio), lognormal(n, 0.3)],
        ratio,
      ),
    ),
    row('20 against 20, ratio 1, whole ms (ties), log-SD 0.05', '95 %', () => [wholeMs(20), wholeMs(20)], 1),
    row(
      '20 against 20, ratio 1, log-SD 0.1 against 0.4',
      '95 % if of one shape',
      () => [lognormal(20, 0.1), lognormal(20, 0.4)],
      1,
    ),
  ]
}

/** k warm waits on each of so many instances; waits of one instance share its speed. */
const warmRun = (instances, k) =>
  Array.from({ length: instances }, () => lognormal(k, 0.1, 10 * Math.exp(0.2 * normal())))
const medianOf = (values) => median(sortSamples(values))

function warmMedians(simulations) {
  const row = (what, setting, promised, draw) => [
    what,
    setting,
    promised,
    share(simulations, () => covers(intervalAt(draw(), 0.5), 10)),
  ]
  return [
    ...[6, 10, 30].map((instances) =>
      row(
        'warm median over instances',
        `${instances} instances × 10, between 0.2, within 0.1`,
        '≥ 95 %',
        () => warmRun(instances, 10).map(medianOf),
      ),
    ),
    row('the same, as if independent (not used)', '10 instances × 10', '95 %', () => warmRun(10, 10).flat()),
  ]
}

function penalties(simulations) {
  const warmMedianSd = Math.hypot(0.2, 0.1 * Math.sqrt(0.138))
  const shift = () => 100 * Math.exp(0.3 * normal()) - 10 * Math.exp(warmMedianSd * normal())
  const trueShift = medianOf(Array.from({ length: 1_000_000 }, shift))
  const penalty = () => {
    const warm = warmRun(10, 10)
    const byInstance = sortSamples(warm.map(medianOf))
    return coldPenalty(sortSamples(lognormal(10, 0.3)), sortSamples(warm.flat()), byInstance)
  }
  const setting = '10 cold, 10 instances × 10 warm; cold spreads 15 × as wide'
  const row = (what, promised, intervalOf, truth) => [
    `penalty, ${what}`,
    setting,
    promised,
    share(simulations, () => covers(intervalOf(penalty()) ?? {}, truth)),
  ]
  return [
    row('difference of medians', '≥ 95 %', ({ medianDifferenceInterval }) => medianDifferenceInterval, 90),
    row('Hodges–Lehmann shift', '95 % if of one shape', ({ shiftInterval }) => shiftInterval, trueShift),
  ]
}

function stoppingRule(simulations) {
  return [0.2, 0.4].map((logSd) => {
    const sizes = []
    const found = share(Math.min(simulations, LONG_ROW), () => {
      const samples = drawUntilKnown(logSd)
      sizes.push(samples.length)
      return covers(orderStatisticInterval(samples, 0.5), 100)
    })
    const setting = `log-SD ${logSd}, stops at n = ${medianOf(sizes)} (median)`
    return ['median after --until-ci 10%', setting, '95 % at a fixed n', found]
  })
}

/** One more sample at a time until the rule of `--until-ci 10%` stops. */
function drawUntilKnown(logSd) {
  const values = []
  for (;;) {
    values.push(...lognormal(1, logSd))
    const samples = sortSamples(values)
    if (decideStopping(samples, { within: 0.1, atMost: 200 }).stop) return samples
  }
}

function differences(simulations) {
  const side = () => sortSamples(lognormal(20, 0.3))
  const isReported = (pair, p) => judgeComparison(pair, p) !== 'no-difference-shown'
  const one = share(simulations, () => {
    const comparison = compareSamples(side(), side())
    return isReported(comparison, comparison.p)
  })
  const anyOfSix = share(Math.min(simulations, LONG_ROW), () => {
    const sides = Array.from({ length: 4 }, side)
    const pairs = sides.flatMap((a, index) => sides.slice(index + 1).map((b) => compareSamples(a, b)))
    const adjusted = adjustByHolm(pairs.map(({ p }) => p))
    return pairs.some((pair, index) => isReported(pair, adjusted[index]))
  })
  return [
    ['a difference reported where there is none', '20 against 20, log-SD 0.3', '≤ 5 %', one],
    ['any of 6 pairs reported where there is none', '4 targets × 20, Holm', '≤ 5 %', anyOfSix],
  ]
}
