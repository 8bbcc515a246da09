import type { CompareReporter } from './compare-reporter.ts'

/** The formats that a comparison has; a reporter is loaded only when it is asked for. */
export const compareReporters: Readonly<Record<string, () => Promise<CompareReporter>>> = {
  table: async () => (await import('./compare-table.ts')).compareTable,
  json: async () => (await import('./compare-json.ts')).compareJson,
  html: async () => (await import('./compare-html.ts')).compareHtml,
  markdown: async () => (await import('./compare-markdown.ts')).compareMarkdown,
  csv: async () => (await import('./compare-csv.ts')).compareCsv,
}
