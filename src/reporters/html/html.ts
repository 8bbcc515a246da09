import type { Result } from '../../core/result.ts'
import { budgetSentences } from '../budget-sentences.ts'
import { learnerSentences } from '../learner-sentence.ts'
import { type SampleReporter, wholeReport } from '../reporter.ts'
import { noteLines } from '../table/notes.ts'
import { whereItRan } from '../where-it-ran.ts'
import { breakdownChart } from './breakdown-chart.ts'
import { budgetChart, VERDICT_SIGNS } from './budget-chart.ts'
import { gatherAll, gatherSamples } from './gather-samples.ts'
import { keepAliveChart } from './keep-alive-chart.ts'
import { element, embeddedJson, join, type Markup } from './markup.ts'
import { pageOf } from './page.ts'
import { methodText, runFacts } from './run-facts.ts'
import { samplesSection } from './samples-table.ts'
import { type PageRun, type Series, seriesOf } from './series.ts'
import { queueTable, summaryTable } from './summary-table.ts'
import { timelineChart } from './timeline-chart.ts'
import { ecdfChart, stripChart } from './wait-charts.ts'

/** One run as a page: one file, offline, readable without script. */
export const beginHtml: SampleReporter = (result) => {
  const samples = gatherSamples(result)
  return {
    add(sample) {
      samples.add(sample)
      return ''
    },
    end: () => [runsPage([{ result, samples }])],
  }
}

/** A result as a page that works offline. */
export const html = wholeReport(beginHtml)

/** The same of results that carry their samples. */
export function htmlPage(results: readonly Result[]): string {
  return runsPage(results.map((result) => ({ result, samples: gatherAll(result) })))
}

/**
 * A page about one run, or about several laid over each other in the same drawings.
 * @returns the whole document
 */
export function runsPage(runs: readonly PageRun[]): string {
  const results = runs.map(({ result }) => result)
  const title = titleOf(results)
  return pageOf({
    title,
    version: results[0]?.tool.version ?? '',
    main: [
      element('h1', {}, title),
      results.map(verdict),
      element('h2', {}, 'Figures'),
      summaryTable(results),
      queueTable(results) ?? [],
      pictures(runs),
      results.map((result) => qualifications(result, results.length > 1)),
      element('section', {}, element('h2', {}, 'Method'), methodText()),
      results.map((result) => conditions(result, results.length > 1)),
      samplesSection(runs),
    ],
    data: results.map((result) => embeddedJson(`coldstart-${result.run.id}`, withoutSamples(result))),
  })
}

function pictures(runs: readonly PageRun[]): Markup | undefined {
  const results = runs.map(({ result }) => result)
  const series = seriesOf(runs)
  const charts = [
    budgetChart(results),
    stripChart(series),
    ecdfChart(series),
    timelineChart(series),
    breakdownChart(results),
    keepAliveChart(results, series),
  ].filter((chart) => chart !== undefined)
  if (charts.length === 0) return undefined
  return element(
    'section',
    {},
    element('h2', {}, 'Pictures'),
    legend(series),
    element('div', { class: 'charts' }, charts),
  )
}

/** Which colour is which target. */
function legend(series: readonly Series[]): Markup {
  const colors = new Map(series.map(({ target, color }) => [target, color]))
  return element(
    'ul',
    { class: 'legend' },
    [...colors].map(([target, color]) =>
      element('li', {}, element('span', { class: `swatch c${color}`, 'aria-hidden': 'true' }), target),
    ),
  )
}

function titleOf(results: readonly Result[]): string {
  const targets = [...new Set(results.flatMap(({ summaries }) => summaries.map(({ target }) => target)))]
  const named =
    targets.length > 4
      ? `${targets.slice(0, 3).join(', ')} and ${targets.length - 3} more`
      : targets.join(', ')
  return `Cold starts of ${named || 'nothing'}`
}

/** What is to be known first: whose numbers, the verdicts, the sentences. */
function verdict(result: Result): Markup {
  const { run } = result
  const budgets = budgetSentences(result)
  return join([
    element('p', { class: 'soft' }, `${whereItRan(result)} Run ${run.id}, ${run.startedAt.slice(0, 10)}.`),
    budgets.length > 0
      ? element(
          'ul',
          { class: 'verdicts' },
          budgets.map((budget) => element('li', { class: budget.verdict }, signed(budget))),
        )
      : undefined,
    ...learnerSentences(result).map((sentence) => element('p', {}, sentence)),
  ])
}

/** The sentence with a sign in place of its first words, which does not need colour. */
function signed({ verdict: word, words }: ReturnType<typeof budgetSentences>[number]): string {
  return `${VERDICT_SIGNS[word]}: ${words.replace(/^budget \w+: /, '')}`
}

function qualifications(result: Result, isOneOfSeveral: boolean): Markup | undefined {
  const lines = noteLines(result)
  if (lines.length === 0) return undefined
  return element(
    'section',
    {},
    element('h2', {}, heading('Notes', result, isOneOfSeveral)),
    element(
      'ul',
      {},
      lines.map((line) => element('li', {}, line)),
    ),
  )
}

function conditions(result: Result, isOneOfSeveral: boolean): Markup {
  return element(
    'section',
    {},
    element('h2', {}, heading('How it was measured', result, isOneOfSeveral)),
    runFacts(result),
  )
}

function heading(words: string, { run }: Result, isOneOfSeveral: boolean): string {
  return isOneOfSeveral ? `${words}: ${run.id}` : words
}

/** Up to so many waits are on the page for others to read. */
const MOST_WAITS = 20_000

function withoutSamples(result: Result): Result {
  const measured = result.waits.reduce((sum, { rounds }) => sum + rounds.length, 0)
  return { ...result, ...(measured > MOST_WAITS ? { waits: [] } : {}), samples: [] }
}
