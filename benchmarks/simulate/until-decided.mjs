// `--until-decided`: how a gate of 10 % ends where both sides are of equal code, slower by exactly the limit, and worse.
import { comparePaired, confidenceByLook, decisionLooks } from '../../dist/stats/index.js'
import { lognormal, normal, percent, printTable } from './draw.mjs'

const LIMIT = 1.1
const LEAST = 10
const MOST = 200
const RUN_EFFECTS = [0, 0.03, 0.05, 0.1]
const LOG_SDS = [0.1, 0.15, 0.2]
/** How much slower the later side is: equal code, exactly the limit, a regression of 30 %. */
const RATIOS = [1, LIMIT, 1.3]

const looks = decisionLooks(LEAST, MOST)
const confidences = confidenceByLook(looks)

/** One run: rounds go on until the interval of the pairs excludes the limit. `effect` moves the run and each round of it. */
function runUntilDecided(ratio, logSd, effect) {
  const mood = Math.exp(effect * normal())
  const pairs = []
  for (const [look, rounds] of looks.entries()) {
    while (pairs.length < rounds) {
      const round = mood * Math.exp(effect * normal())
      const [a, b] = lognormal(2, logSd, round)
      pairs.push({ a: ratio * a, b })
    }
    const { lower, upper } = comparePaired(pairs, confidences[look]).ratioInterval ?? {}
    if (upper !== undefined && upper <= LIMIT) return { verdict: 'pass', rounds }
    if (lower !== undefined && lower > LIMIT) return { verdict: 'fail', rounds }
  }
  return { verdict: 'inconclusive', rounds: MOST }
}

/** @param simulations a cell */
export function simulateUntilDecided(simulations) {
  console.log(
    `\nA gate of ${LIMIT} × with --until-decided, at most ${MOST} rounds: ${simulations.toLocaleString('en')} simulations a cell; pass / fail / inconclusive, and the rounds that half of the runs needed\n`,
  )
  const rows = RATIOS.flatMap((ratio) =>
    LOG_SDS.map((logSd) => [
      `${ratio} ×, log-SD ${logSd}`,
      ...RUN_EFFECTS.map((effect) => cellOf(ratio, logSd, effect, simulations)),
    ]),
  )
  printTable(['later side, waits', ...RUN_EFFECTS.map((effect) => `run effect ${100 * effect} %`)], rows)
}

/**
 * Where the code is slower by exactly the limit, one simulation stands for all cells of those rows: what moves a round
 * cancels in its pair, and the signed-rank test knows no scale, so neither run effect nor log-SD changes how it ends.
 */
export function simulateAtTheLimit(simulations) {
  const ends = Array.from({ length: simulations }, () => runUntilDecided(LIMIT, 0.15, 0.05).verdict)
  const shares = ['pass', 'fail', 'inconclusive'].map((wanted) => {
    const part = ends.filter((verdict) => verdict === wanted).length / simulations
    const error = 1.96 * Math.sqrt((part * (1 - part)) / simulations)
    return `${wanted} ${(100 * part).toFixed(2)} ± ${(100 * error).toFixed(2)} %`
  })
  console.log(
    `\nThe same at exactly the limit, ${simulations.toLocaleString('en')} simulations: ${shares.join(', ')}`,
  )
}

function cellOf(ratio, logSd, effect, simulations) {
  const runs = Array.from({ length: simulations }, () => runUntilDecided(ratio, logSd, effect))
  const share = (wanted) => percent(runs.filter(({ verdict }) => verdict === wanted).length / simulations)
  const rounds = runs.map((run) => run.rounds).sort((a, b) => a - b)[Math.floor(simulations / 2)]
  return `${['pass', 'fail', 'inconclusive'].map(share).join(' / ')}; ${rounds}`
}
