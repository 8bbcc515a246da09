import { plainValue } from '../../core/plain-text.ts'
import type { WhyReport } from '../../core/why-report.ts'

/** What a report becomes for other programs, by the name of the format; each is loaded only when it is asked for. */
export const whyFormats: Readonly<Record<string, (report: WhyReport) => Promise<string>>> = {
  json: async (report) => `${JSON.stringify(report, null, 2)}\n`,
  html: async (report) => (await import('./why-page.ts')).whyPage(plainValue(report)),
  markdown: async (report) => (await import('./why-markdown.ts')).whyMarkdown(plainValue(report)),
  csv: async (report) => (await import('./why-csv.ts')).whyCsv(plainValue(report)),
  speedscope: async (report) => (await import('./speedscope.ts')).speedscope(plainValue(report)),
  'chrome-trace': async (report) => (await import('./chrome-trace.ts')).chromeTrace(plainValue(report)),
}
