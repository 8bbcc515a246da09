/** Did a change make cold starts slower? Two lists of latencies, from code: node examples/statistics.mjs */
import { compareSamples, median, orderStatisticInterval, sortSamples } from 'coldstart/stats'

const beforeMs = sortSamples([212, 198, 231, 205, 240, 219, 201, 226, 208, 215])
const afterMs = sortSamples([251, 239, 262, 244, 280, 247, 236, 259, 270, 249])

const interval = orderStatisticInterval(afterMs, 0.5)
const { ratio, ratioInterval, p } = compareSamples(afterMs, beforeMs)
export const answer = {
  beforeMs: median(beforeMs),
  afterMs: median(afterMs),
  interval,
  ratio,
  ratioInterval,
  p,
}

console.log(JSON.stringify(answer, null, 2))
