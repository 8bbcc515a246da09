// How often is a day of real cold starts called slower than the ten days before it?
//   npm run build && node benchmarks/replay-days.mjs <lambda-perf-days.json> [recorded days, default 10]
// The file holds series of Lambda init durations, ten a day, as maxday/lambda-perf publishes them (Apache-2.0):
// { series: [{ runtime, package, memoryMb, architecture, series: [[day, ms, …], …] }] }.
import { readFileSync } from 'node:fs'
import { judgeAgainstRuns, median, predictFromRuns, sortSamples } from '../dist/stats/index.js'
import { percent, printTable } from './simulate/draw.mjs'

const [path, recorded = '10'] = process.argv.slice(2)
const days = Number(recorded)
const DAY_MS = 86_400_000
const { source, series } = JSON.parse(readFileSync(path, 'utf8'))

const judged = series.flatMap(({ package: kind, series: own }) => {
  const medians = own.map(([, ...waits]) => median(sortSamples(waits)))
  return medians.slice(days).flatMap((today, index) => {
    const [first, last] = [own[index][0], own[index + days][0]]
    // A window with days that nobody measured is not the days before.
    if (Date.parse(last) - Date.parse(first) !== days * DAY_MS) return []
    return [{ kind, verdict: judgeAgainstRuns(today, predictFromRuns(medians.slice(index, index + days))) }]
  })
})

console.log(`${new Date().toISOString().slice(0, 10)} · ${source} · each day against the ${days} before it\n`)
printTable(
  ['package', 'days', 'slower', 'faster'],
  [...new Set(judged.map(({ kind }) => kind))].map((kind) => {
    const own = judged.filter((day) => day.kind === kind)
    const share = (wanted) => percent(own.filter(({ verdict }) => verdict === wanted).length / own.length)
    return [kind, own.length.toLocaleString('en'), share('slower'), share('faster')]
  }),
)
