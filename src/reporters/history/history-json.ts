import type { HistoryReporter } from './history-reporter.ts'

/** The history as it was computed, with its version, the tool's, and the unit of its figures. */
export const historyJson: HistoryReporter = (history, { version }) => {
  const tool = { name: 'coldstart', version }
  return `${JSON.stringify({ schemaVersion: 1, tool, unit: 'ms', metric: 'waitMs', ...history }, null, 2)}\n`
}
