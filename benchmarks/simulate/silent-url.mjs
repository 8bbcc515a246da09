// A silent URL: how often is a warm hit called cold, and how often is a cold start found?
import { classifySilent } from '../../dist/stats/index.js'
import { lognormal, percent, printTable, random } from './draw.mjs'

const COLD = 10
const WARM = 30
/** Warm replies of a silent URL, ms. Wide ones may stay unknown; none may be called cold. */
const warmLaws = {
  'log-normal, log-SD 0.1': () => lognormal(1, 0.1, 20)[0],
  'log-normal, log-SD 0.2': () => lognormal(1, 0.2, 20)[0],
  'log-normal, log-SD 0.3': () => lognormal(1, 0.3, 20)[0],
  'log-normal, log-SD 1': () => lognormal(1, 1, 20)[0],
  'log-SD 0.1, 5 % at 1.5–3 ×': () => lognormal(1, 0.1, 20)[0] * (random() < 0.05 ? 1.5 + 1.5 * random() : 1),
  'log-SD 0.2, 5 % at 1.5–3 ×': () => lognormal(1, 0.2, 20)[0] * (random() < 0.05 ? 1.5 + 1.5 * random() : 1),
  '20 ms + exponential tail, mean 10': () => 20 - 10 * Math.log(1 - random()),
  '20 ms + exponential tail, mean 20': () => 20 - 20 * Math.log(1 - random()),
  'two states, 20 and 30 ms, log-SD 0.05': () => lognormal(1, 0.05, random() < 0.5 ? 20 : 30)[0],
}
/** What must hold of the laws that are not too wide to tell: shares of replies after idling that are called cold. */
const NARROW = [
  'log-SD 0.1, 5 % at 1.5–3 ×',
  '20 ms + exponential tail, mean 10',
  'two states, 20 and 30 ms, log-SD 0.05',
]
const MOST_FALSE = 0.02
const MOST_FALSE_AFTER_IDLING = 0.05
const LEAST_FOUND = 0.95
const silentSample = (intended, waitMs) => ({
  intended,
  ...(intended === 'cold' ? { coldBy: 'idle' } : {}),
  observed: 'unknown',
  phases: { waitMs },
})
/** Share of replies after idling, `slower` × the warm law, that are called this; and warm ones that are not warm. */
const silentShare = (runs, law, slower, wanted) => {
  let found = 0
  let moved = 0
  for (let run = 0; run < runs; run++) {
    const samples = [
      ...Array.from({ length: COLD }, () => silentSample('cold', slower * law())),
      ...Array.from({ length: WARM }, () => silentSample('warm', law())),
    ]
    for (const { intended, observed } of classifySilent(samples)) {
      if (intended === 'cold' && observed === wanted) found++
      if (intended === 'warm' && observed !== 'warm') moved++
    }
  }
  if (moved > 0) throw new Error(`${moved} warm-intended samples were not called warm`)
  return found / (runs * COLD)
}
/** @param runs a law */
export function simulateSilentUrls(runs) {
  console.log(
    `\nA silent URL, ${COLD} replies after idling and ${WARM} warm ones, ${runs.toLocaleString('en')} runs a law: share of the former called cold\n`,
  )
  const shares = Object.entries(warmLaws).map(([name, law]) => ({
    name,
    found: [1, 1.6, 3, 5, 40].map((slower) => silentShare(runs, law, slower, 'cold')),
  }))
  const rows = shares.map(({ name, found }) => [name, ...found.map(percent)])
  printTable(
    [
      'law of warm replies',
      'warm hits, same law',
      'warm hits, 1.6 × by idling',
      'colds 3 ×',
      'colds 5 ×',
      'colds 40 ×',
    ],
    rows,
  )
  for (const { name, found } of shares) {
    const [same, idled, , five, forty] = found
    const isHeld =
      same <= MOST_FALSE &&
      idled <= MOST_FALSE_AFTER_IDLING &&
      (!NARROW.includes(name) || Math.min(five, forty) >= LEAST_FOUND)
    if (!isHeld) throw new Error(`The rule does not hold for ${name}: ${found.map(percent).join(', ')}.`)
  }
}
