import type { ChalkInstance } from 'chalk'
import type { WhatIf } from '../../core/why-report.ts'
import { formatMs } from '../format-ms.ts'
import { wrap } from '../wrap.ts'

/** What would help: each change with its interval, and how it is had. The most helpful first. */
export function whatIfTable(whatIfs: readonly WhatIf[], chalk: ChalkInstance, width: number): string {
  if (whatIfs.length === 0) return ''
  const measured = whatIfs.filter(({ change }) => change)
  const rounds = Math.max(0, ...measured.map(({ change }) => change?.n ?? 0))
  const sorted = [...whatIfs].sort(
    (a, b) =>
      (a.change?.differenceMs ?? Number.POSITIVE_INFINITY) -
      (b.change?.differenceMs ?? Number.POSITIVE_INFINITY),
  )
  const title = chalk.bold(`What would help${roundsWords(rounds)}`)
  return `${title}\n${sorted.map((one) => entry(one, chalk, width)).join('')}`
}

function roundsWords(rounds: number): string {
  if (rounds === 0) return ''
  return `, measured here (${rounds === 1 ? 'one round' : `${rounds} interleaved rounds each`})`
}

const TITLE_WIDTH = 42

function entry(whatIf: WhatIf, chalk: ChalkInstance, width: number): string {
  const { title, how, notes } = whatIf
  const figure = figureOf(whatIf)
  const first =
    title.length < TITLE_WIDTH && TITLE_WIDTH + figure.length <= width
      ? `${title.padEnd(TITLE_WIDTH)}${figure}`
      : `${title}\n  ${wrap(figure, width - 2, '  ')}`
  const lines = [...(whatIf.change ? [how] : []), ...notes].filter((line) => line !== '')
  return `${first}\n${lines.map((line) => chalk.dim(`  ${wrap(line, width - 2, '  ')}\n`)).join('')}`
}

/** What it saves with its interval, or why there is no figure. */
export function figureOf({ change, broken, notPossible }: WhatIf): string {
  if (broken !== undefined) return `breaks the function: ${broken}`
  if (!change) return `not measured: ${notPossible ?? 'it has no place here'}`
  const { differenceInterval: within, differenceMs, verdict } = change
  const bounds = within
    ? `(${signed(within.lower)} to ${signed(within.upper)})`
    : '(too few rounds for an interval)'
  if (verdict === 'not-shown') return `no change shown ${bounds}${correctedWords(change)}`
  return `${signed(differenceMs)} ms ${bounds}`
}

/** An interval beyond zero that is no finding: with several changes tried, one or the other looks like one by chance. */
function correctedWords({ differenceInterval: within, p }: NonNullable<WhatIf['change']>): string {
  const isBeyond =
    within?.lower !== undefined && within.upper !== undefined && within.lower * within.upper > 0
  return isBeyond ? `, p ${p.toFixed(2)} after Holm` : ''
}

function signed(ms: number | undefined): string {
  if (ms === undefined) return '?'
  return `${ms < 0 ? '−' : '+'}${formatMs(Math.abs(ms))}`
}
