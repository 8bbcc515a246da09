import type { Reporter } from './reporter.ts'

/** Every format by name; a reporter is loaded only when it is asked for. */
export const reporters: Readonly<Record<string, () => Promise<Reporter>>> = {
  table: async () => (await import('./table/table.ts')).table,
  html: async () => (await import('./html/html.ts')).html,
  markdown: async () => (await import('./markdown.ts')).markdown,
  json: async () => (await import('./json.ts')).json,
}
