import type { CompareReporter } from './compare-reporter.ts'

/** The comparison as it was computed, with its version, the tool's, and the unit of its figures. */
export const compareJson: CompareReporter = (comparison, { forced, version }) => {
  const tool = { name: 'coldstart', version }
  return `${JSON.stringify({ schemaVersion: 1, tool, unit: 'ms', forced, ...comparison }, null, 2)}\n`
}
