import { ColdstartError } from '../core/errors.ts'
import { compareTable } from '../reporters/compare-table.ts'
import { compareResults } from '../stats/compare/compare-results.ts'
import { findResult } from '../store/find-result.ts'
import { readResult } from '../store/read-result.ts'
import type { Io } from './io.ts'
import { readVersion } from './version.ts'

/**
 * Reads what the names mean and compares it.
 * @returns the table or the JSON document
 * @throws ColdstartError `unlike-runs` unless forced, `no-such-result`, `not-a-result`, `nothing-to-compare`
 */
export async function compareRecorded(
  names: readonly string[],
  { io, force, format }: { readonly io: Io; readonly force: boolean; readonly format: 'table' | 'json' },
): Promise<string> {
  const named = await Promise.all(
    names.map(async (name) => ({ name, result: await readResult(await findResult(name, io.cwd)) })),
  )
  const comparison = compareResults(named)
  const isForced = comparison.unlike.length > 0
  if (isForced && !force) throw new ColdstartError('unlike-runs', { differences: comparison.unlike })
  if (format === 'json') {
    const tool = { name: 'coldstart', version: await readVersion() }
    const document = { schemaVersion: 1, tool, unit: 'ms', forced: isForced, ...comparison }
    return `${JSON.stringify(document, null, 2)}\n`
  }
  const { columns, colorLevel } = io.stdout
  return compareTable(comparison, { columns, colorLevel, forced: isForced })
}
