import type { LoadReport } from '../../core/load-report.ts'
import type { WhyReport } from '../../core/why-report.ts'
import { formatMs } from '../format-ms.ts'
import { element, embeddedJson, type Markup } from '../html/markup.ts'
import { pageOf } from '../html/page.ts'
import { icicle } from './icicle.ts'
import { loadTree } from './load-tree.ts'
import { figureOf } from './what-if-table.ts'
import { headline, notesOf } from './why-text.ts'

/** What `coldstart why` found out, as one page: offline, readable without script. */
export function whyPage(report: WhyReport): string {
  const { load, whatIfs, function: explained, tool } = report
  const title = `Why ${explained.name} starts slowly`
  return pageOf({
    title,
    version: tool.version,
    main: [
      element('h1', {}, title),
      element('p', {}, headline(report)),
      notesOf(report).map((line) => element('p', { class: 'soft' }, line)),
      element('h2', {}, `Where the ${formatMs(load.loadMs)} ms of loading go`),
      icicle(load),
      rowsTable(load),
      element('h2', {}, 'Who imports whom'),
      loadTree(load),
      ...(whatIfs.length === 0 ? [] : [element('h2', {}, 'What would help, measured here'), changes(report)]),
    ],
    data: [embeddedJson('coldstart-why', report)],
  })
}

function rowsTable({ rows }: LoadReport): Markup {
  const headings = ['package or file', 'self, ms', 'with imports, ms', 'files', 'kB', 'imported by']
  const body = rows.map(({ name, version, selfMs, totalMs, files, bytes, importedBy, bundle }) => {
    const line = importedBy?.line === undefined ? '' : `:${importedBy.line}`
    const origin = [...(importedBy ? [`${importedBy.file}${line}`] : []), ...(bundle ? [`in ${bundle}`] : [])]
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, version ? `${name} ${version}` : name),
      [formatMs(selfMs), formatMs(totalMs), String(files), (bytes / 1000).toFixed(1)].map((cell) =>
        element('td', {}, cell),
      ),
      element('td', {}, origin.join(', ')),
    )
  })
  return element(
    'div',
    { class: 'wide', role: 'region', 'aria-label': 'Packages and files of the load', tabindex: 0 },
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          headings.map((words) => element('th', { scope: 'col' }, words)),
        ),
      ),
      element('tbody', {}, body),
    ),
  )
}

function changes({ whatIfs }: WhyReport): Markup {
  return element(
    'ul',
    {},
    whatIfs.map((one) =>
      element(
        'li',
        {},
        element('strong', {}, `${one.title}: `),
        figureOf(one),
        one.how === '' ? undefined : element('p', { class: 'soft' }, one.how),
        one.notes.map((note) => element('p', { class: 'soft' }, note)),
      ),
    ),
  )
}
