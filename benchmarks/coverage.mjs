// Does the method hold what it promises? Simulated, seeded, printed as the tables of docs/METHODOLOGY.md.
//   npm run build && node benchmarks/coverage.mjs [simulations a row, default 10000] [intervals silent-urls false-alarms until-decided at-the-limit]
import { SEED } from './simulate/draw.mjs'
import { simulateFalseAlarms } from './simulate/false-alarms.mjs'
import { simulateIntervals } from './simulate/intervals.mjs'
import { simulateSilentUrls } from './simulate/silent-url.mjs'
import { simulateAtTheLimit, simulateUntilDecided } from './simulate/until-decided.mjs'

const parts = {
  intervals: simulateIntervals,
  'silent-urls': (simulations) => simulateSilentUrls(Math.min(simulations, 2000)),
  'false-alarms': simulateFalseAlarms,
  'until-decided': (simulations) => simulateUntilDecided(Math.min(simulations, 2000)),
  'at-the-limit': simulateAtTheLimit,
}
const [count = '10000', ...asked] = process.argv.slice(2)
const unknown = asked.filter((name) => !Object.hasOwn(parts, name))
if (unknown.length > 0)
  throw new Error(`No ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}.`)

const simulations = Number(count)
console.log(
  `${new Date().toISOString().slice(0, 10)} · seed ${SEED} · ${simulations.toLocaleString('en')} simulations a row (fewer where it says so below) · node benchmarks/coverage.mjs ${process.argv.slice(2).join(' ')}\n`,
)
for (const [name, simulate] of Object.entries(parts))
  if (asked.length === 0 || asked.includes(name)) simulate(simulations)
