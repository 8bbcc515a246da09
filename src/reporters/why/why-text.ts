import { Chalk, type ChalkInstance } from 'chalk'
import type { WhyReport } from '../../core/why-report.ts'
import { sayBudget } from '../budget-sentences.ts'
import { formatInterval, formatMs } from '../format-ms.ts'
import type { ReportOptions } from '../reporter.ts'
import { wrap } from '../wrap.ts'
import { bundleLines } from './bundle-lines.ts'
import { callLines } from './call-lines.ts'
import { compareLines } from './compare-lines.ts'
import { loadTable } from './load-table.ts'
import { whatIfTable } from './what-if-table.ts'

/** How much of it is shown. */
export interface WhyTextOptions extends ReportOptions {
  /** Every row, not only the ten that take longest. */
  readonly all: boolean
}

/** What `coldstart why` prints. */
export function whyText(report: WhyReport, { columns, colorLevel, all }: WhyTextOptions): string {
  const chalk = new Chalk({ level: colorLevel })
  const width = Math.max(60, Math.min(columns, 120))
  const { load } = report
  const parts = [
    `${wrap(headline(report, chalk), width, '  ')}\n`,
    loadTable(load, { chalk, width, all }),
    paragraphs(loadNotes(report), width),
    paragraphs(callLines(load), width),
    whatIfTable(report.whatIfs, chalk, width),
    paragraphs(compareLines(report), width),
    paragraphs(report.budgets.map(verdictLine), width),
  ]
  return parts.filter((part) => part !== '').join('\n')
}

/** The cold start and its parts, in one line. */
export function headline({ coldStart }: WhyReport, chalk: ChalkInstance = new Chalk({ level: 0 })): string {
  const { waitMs, waitInterval, n, breakdown } = coldStart
  const figures = waitInterval
    ? `${formatInterval(waitInterval.lower, waitInterval.upper)}, n = ${n}`
    : `n = ${n}, too few for an interval`
  const start = `${chalk.bold(`Cold start ${formatMs(waitMs)} ms`)} (${figures})`
  if (!breakdown) return start
  const { bootMs = 0, loadMs = 0, handlerMs = 0, platformMs = 0, restMs = 0 } = breakdown
  const parts = `boot ${formatMs(bootMs)}, load ${formatMs(loadMs)}, first handler ${formatMs(handlerMs)}, rest ${formatMs(platformMs + restMs)}`
  return `${start}: ${parts}`
}

/** All that qualifies the figures of the load, and what the first call does. */
export function notesOf(report: WhyReport): string[] {
  return [
    ...loadNotes(report),
    ...callLines(report.load),
    ...compareLines(report),
    ...report.budgets.map(verdictLine),
  ]
}

function loadNotes({ load, environment }: WhyReport): string[] {
  const { traced, duplicates, modules } = load
  const { distortion, distortionInterval: within } = traced
  const range = within
    ? `(${formatRatio(within.lower)}–${formatRatio(within.upper)})`
    : '(too few rounds for an interval)'
  const cost =
    distortion === undefined ? '' : ` Tracing made the load ${formatRatio(distortion)} × ${range} as long.`
  const { inFirstCallMs: lateMs } = load
  const isEsm = modules.some(({ format }) => format === 'module')
  return [
    `Shares of ${traced.runs === 1 ? 'one traced start' : `${traced.runs} traced starts`}, scaled to the load without tracing.${cost}`,
    ...(lateMs === undefined
      ? []
      : [
          `The platform's launcher imports the function only when the first request is there: ${formatMs(lateMs)} ms of it pass in the first handler.`,
        ]),
    ...(traced.esModules === 'evaluation' && isEsm
      ? [
          `Of ES modules Node ${environment.node.replace(/^v/, '').split('.')[0]} shows only how long they evaluate: finding, reading and compiling them is in "Node's own loader", JSON that they import has no time, and what an ES module imports that is required is in its own time. Node 22 and later tell more.`,
        ]
      : []),
    ...(traced.language === 'python'
      ? [
          'Python shows how long an import takes as a whole, not how long reading and compiling it takes. What importlib imports by name is part of the time of the module that asks for it. Of the first call it shows nothing.',
        ]
      : []),
    ...bundleLines(load),
    ...duplicates.map(({ name, copies }) => {
      const versions = copies.map(({ version = 'no version' }) => version).join(', ')
      const ms = copies.reduce((sum, { selfMs }) => sum + selfMs, 0)
      return `${copies.length} copies of ${name} (${versions}): ${formatMs(ms)} ms together.`
    }),
  ]
}

/** What is forbidden has no figure. */
function verdictLine(judged: WhyReport['budgets'][number]): string {
  const { verdict, budget, found, reason } = judged
  return found === undefined ? `budget ${verdict}: ${budget}: ${reason}` : sayBudget(judged)
}

function formatRatio(ratio: number | undefined): string {
  return ratio === undefined ? '?' : ratio.toFixed(2)
}

function paragraphs(lines: readonly string[], width: number): string {
  return lines.map((line) => `${wrap(line, width, '  ')}\n`).join('')
}
