import type { WhyReport } from '../../core/why-report.ts'
import { formatMs } from '../format-ms.ts'
import { bullets, markdownTable, markdownText } from '../markdown-text.ts'
import { figureOf } from './what-if-table.ts'
import { headline, notesOf } from './why-text.ts'

/** What `coldstart why` found out, for an issue or a pull request. */
export function whyMarkdown(report: WhyReport): string {
  const { load, whatIfs, function: explained } = report
  const rows = load.rows.map(({ name, version, selfMs, totalMs, files, bytes, importedBy, bundle }) => [
    version ? `${name} ${version}` : name,
    formatMs(selfMs),
    formatMs(totalMs),
    String(files),
    (bytes / 1000).toFixed(1),
    importedBy ? `${importedBy.file}${importedBy.line === undefined ? '' : `:${importedBy.line}`}` : '',
    bundle ?? '',
  ])
  const headings = ['', 'self, ms', 'with imports, ms', 'files', 'kB', 'imported by', 'in']
  const changes = whatIfs.map(
    (one) => `${one.title}: ${figureOf(one)}${one.how === '' ? '' : ` (${one.how})`}`,
  )
  const parts = [
    `## Why ${markdownText(explained.name)} starts slowly\n\n${markdownText(headline(report))}\n`,
    `### Where the ${formatMs(load.loadMs)} ms of loading go\n\n${markdownTable(headings, rows, 1)}`,
    bullets(notesOf(report).map(markdownText)),
    ...(changes.length > 0
      ? [`### What would help, measured here\n\n${bullets(changes.map(markdownText))}`]
      : []),
  ]
  return `${parts.map((part) => part.trimEnd()).join('\n\n')}\n`
}
