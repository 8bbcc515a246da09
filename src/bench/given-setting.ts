import { isDeepStrictEqual } from 'node:util'
import { type BenchConfig, benchConfig, type ConfigKey } from '../config/bench-config.ts'
import { flagOf } from '../config/flag-of.ts'

const defaults: BenchConfig = benchConfig.parse({})

/** Whether a setting says anything else than its default. */
export function isGiven(config: BenchConfig, key: ConfigKey): boolean {
  const value = config[key]
  if (key === 'trigger') return value === 'queue'
  if (Array.isArray(value) && value.length === 0) return false
  return value !== undefined && !isDeepStrictEqual(value, defaults[key])
}

const WITHOUT_FLAG: readonly ConfigKey[] = ['warmGap', 'replicaGap']

/** As a user knows a setting: `idleTtl` → `--idle-ttl`; what only a file or a variable sets is called as it is there. */
export function optionOf(key: ConfigKey): string {
  const singular = {
    functions: 'function',
    headers: 'header',
    budgets: 'budget',
    targets: 'target',
    wrapper: 'no-wrapper',
  }
  return WITHOUT_FLAG.includes(key)
    ? key
    : flagOf((singular as Partial<Record<ConfigKey, string>>)[key] ?? key)
}
