import type { Reporter, SampleReporter } from './reporter.ts'

/** Every format by name; a reporter is loaded only when it is asked for. */
export const reporters: Readonly<Record<string, () => Promise<Reporter>>> = {
  table: async () => (await import('./table/table.ts')).table,
  html: async () => (await import('./html/html.ts')).html,
  markdown: async () => (await import('./markdown.ts')).markdown,
  csv: async () => (await import('./csv.ts')).csv,
  junit: async () => (await import('./junit.ts')).junit,
  openmetrics: async () => (await import('./openmetrics.ts')).openmetrics,
  'github-benchmark': async () => (await import('./github-benchmark.ts')).githubBenchmark,
  bencher: async () => (await import('./bencher.ts')).bencher,
  hyperfine: async () => (await import('./hyperfine.ts')).hyperfine,
  json: async () => (await import('./json.ts')).json,
}

/** Those that are made of whole samples, one by one; all others need figures and waits. */
export const sampleReporters: Readonly<Record<string, () => Promise<SampleReporter>>> = {
  html: async () => (await import('./html/html.ts')).beginHtml,
  csv: async () => (await import('./csv.ts')).beginCsv,
  hyperfine: async () => (await import('./hyperfine.ts')).beginHyperfine,
}
