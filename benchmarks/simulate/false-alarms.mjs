// Equal code measured twice: how often does each kind of comparison call it different?
import {
  comparePaired,
  compareSamples,
  judgeAgainstRuns,
  median,
  predictFromRuns,
  sortSamples,
} from '../../dist/stats/index.js'
import { lognormal, normal, percent, printTable, share } from './draw.mjs'

const LOG_SD = 0.15
const COLD = 20
const RUN_EFFECTS = [0, 0.03, 0.05, 0.1]

/** The waits of one run of the same code: `effect` is the log-SD with which whole runs differ. */
const run = (effect, n = COLD) => lognormal(n, LOG_SD, 100 * Math.exp(effect * normal()))
const medianOf = (waits) => median(sortSamples(waits))

const outsideOf = (runs, effect) => () => {
  const recorded = Array.from({ length: runs }, () => medianOf(run(effect)))
  return judgeAgainstRuns(medianOf(run(effect)), predictFromRuns(recorded), 0) !== 'as-before'
}

/** Both sides in the same rounds: what moves the run, and each round of it, moves both. */
const pairedOf = (rounds, effect) => () => {
  const mood = Math.exp(effect * normal())
  const pairs = Array.from({ length: rounds }, () => {
    const round = mood * Math.exp(effect * normal())
    return { a: round * lognormal(1, LOG_SD)[0], b: round * lognormal(1, LOG_SD)[0] }
  })
  return comparePaired(pairs).p < 0.05
}

const singleOf = (n, effect) => () =>
  compareSamples(sortSamples(run(effect, n)), sortSamples(run(effect, n))).p < 0.05

/** @param simulations a cell */
export function simulateFalseAlarms(simulations) {
  console.log(
    `\nFalse alarms at equal code, ${simulations.toLocaleString('en')} simulations a cell, log-SD ${LOG_SD}, n = ${COLD} a run where not stated; run effect: the log-SD with which whole runs differ\n`,
  )
  const kinds = [
    ...[3, 5, 10].map((runs) => [`against ${runs} recorded runs`, (effect) => outsideOf(runs, effect)]),
    ...[10, 20, 50].map((rounds) => [`interleaved, ${rounds} rounds`, (effect) => pairedOf(rounds, effect)]),
    ...[10, 50].map((n) => [
      `one run against one, n = ${n} (says only "these two runs differ")`,
      (effect) => singleOf(n, effect),
    ]),
  ]
  printTable(
    ['comparison', ...RUN_EFFECTS.map((effect) => `run effect ${100 * effect} %`)],
    kinds.map(([name, of]) => [
      name,
      ...RUN_EFFECTS.map((effect) => percent(share(simulations, of(effect)))),
    ]),
  )
}
