import type { HistoryReporter } from './history-reporter.ts'

/** The formats that a history has; a reporter is loaded only when it is asked for. */
export const historyReporters: Readonly<Record<string, () => Promise<HistoryReporter>>> = {
  table: async () => (await import('./history-table.ts')).historyTable,
  json: async () => (await import('./history-json.ts')).historyJson,
  html: async () => (await import('./history-html.ts')).historyHtml,
  markdown: async () => (await import('./history-markdown.ts')).historyMarkdown,
  csv: async () => (await import('./history-csv.ts')).historyCsv,
}
