// Do marked changes agree over memory sizes and architectures, and how often are shuffled days marked?
//   npm run build && node benchmarks/change-points.mjs [medians.json | folder of days] [shuffles of each series, default 10]
// Without a file: the half year of maxday/lambda-perf (Apache-2.0) in test/vectors. A folder holds day files as that
// repository publishes them (data/2025): YYYY-MM-DD.json with runtimeData [{ d: runtime, p: package, m: MB, a, i: [ms] }].
// Goals: searched together, four of five marks are within a day in the others; at most 5 % of shuffled series are marked.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findMarks, median, sortSamples } from '../dist/stats/index.js'
import { percent, printTable, random, SEED } from './simulate/draw.mjs'

const [
  path = fileURLToPath(new URL('../test/vectors/lambda-perf-medians.json', import.meta.url)),
  times = '10',
] = process.argv.slice(2)
const DAY_MS = 86_400_000
/** Shorter series are left out. */
const LEAST_DAYS = 100

/** @returns [{ function, memoryMb, architecture, days: { 'YYYY-MM-DD': median ms } }] */
function readFolder(folder) {
  const found = new Map()
  for (const name of readdirSync(folder)) {
    if (!/^\d{4}-\d\d-\d\d\.json$/.test(name)) continue
    for (const { d, p, m, a, i } of JSON.parse(readFileSync(join(folder, name), 'utf8')).runtimeData) {
      if (!i?.length) continue
      const key = JSON.stringify([d, p, m, a])
      const own = found.get(key) ?? { function: `${d} ${p}`, memoryMb: m, architecture: a, days: {} }
      own.days[name.slice(0, 10)] = median(sortSamples(i))
      found.set(key, own)
    }
  }
  return [...found.values()].filter(({ days }) => Object.keys(days).length >= LEAST_DAYS)
}

function columnsOf(kin) {
  const days = [...new Set(kin.flatMap((one) => Object.keys(one.days)))].sort()
  return { days, columns: kin.map((one) => Float64Array.from(days, (day) => one.days[day] ?? Number.NaN)) }
}

/** The days on which each series is marked. */
function marksOf(kin) {
  const { days, columns } = columnsOf(kin)
  return findMarks(columns).map(({ marks }) => marks.map(({ at }) => days[at]))
}

function shuffle(one) {
  const values = Object.values(one.days)
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[values[last], values[other]] = [values[other], values[last]]
  }
  return { ...one, days: Object.fromEntries(Object.keys(one.days).map((day, k) => [day, values[k]])) }
}

const isNear = (a, b) => Math.abs(Date.parse(a) - Date.parse(b)) <= DAY_MS

/** Of what is marked in one series of a function, how much is marked within a day in each other one. */
function agreement(functions) {
  const marks = functions.flat().flat().length
  const pairs = functions.flatMap((kin) =>
    kin.flatMap((own, k) =>
      own.flatMap((day) =>
        kin.filter((_, j) => j !== k).map((other) => other.some((one) => isNear(one, day))),
      ),
    ),
  )
  return { marks, share: pairs.filter(Boolean).length / pairs.length }
}

const series = statSync(path).isDirectory() ? readFolder(path) : JSON.parse(readFileSync(path, 'utf8')).series
const functions = [...new Set(series.map((one) => one.function))].map((name) =>
  series.filter((one) => one.function === name),
)
const together = agreement(functions.map(marksOf))
const alone = agreement(functions.map((kin) => kin.map((one) => marksOf([one])[0])))
const shuffled = { together: 0, alone: 0, of: 0 }
for (let time = 0; time < Number(times); time++) {
  for (const kin of functions) {
    const mixed = kin.map((one) => shuffle(one))
    shuffled.of += mixed.length
    shuffled.together += marksOf(mixed).filter((own) => own.length > 0).length
    shuffled.alone += mixed.filter((one) => marksOf([one])[0].length > 0).length
  }
}

console.log(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, seed ${SEED}: ${series.length} series of ${functions.length} functions\n`,
)
const row = (name, { marks, share }, wrong) => [
  name,
  marks,
  marks > 0 ? percent(share) : '',
  `${wrong} of ${shuffled.of}`,
]
printTable(
  ['searched', 'marks', 'within a day in the others', 'shuffled series with a mark'],
  [row('together', together, shuffled.together), row('alone', alone, shuffled.alone)],
)
if (together.share < 0.8 || Math.max(shuffled.together, shuffled.alone) > 0.05 * shuffled.of)
  process.exitCode = 1
