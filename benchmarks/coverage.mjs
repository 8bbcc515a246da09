// Does the method hold what it promises? Simulated, seeded, printed as the tables of docs/METHODOLOGY.md.
//   npm run build && node benchmarks/coverage.mjs [simulations a row, default 10000]
import { SEED } from './simulate/draw.mjs'
import { simulateFalseAlarms } from './simulate/false-alarms.mjs'
import { simulateIntervals } from './simulate/intervals.mjs'
import { simulateSilentUrls } from './simulate/silent-url.mjs'

const simulations = Number(process.argv[2] ?? 10_000)
console.log(
  `${new Date().toISOString().slice(0, 10)} · seed ${SEED} · ${simulations.toLocaleString('en')} simulations a row (fewer where it says so below) · node benchmarks/coverage.mjs ${simulations}\n`,
)
simulateIntervals(simulations)
simulateSilentUrls(Math.min(simulations, 2000))
simulateFalseAlarms(simulations)
