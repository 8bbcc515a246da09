import { ColdstartError } from '../core/errors.ts'
import { suggestionFor } from '../core/suggestion.ts'
import { type ConfigKey, configKeys, keyAliases } from './bench-config.ts'

/** What the variables of all settings begin with. */
export const VARIABLE_PREFIX = 'COLDSTART_'

/** `untilCi` → `COLDSTART_UNTIL_CI`. */
function variableName(key: string): string {
  return VARIABLE_PREFIX + key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
}

/**
 * The settings among the environment's COLDSTART_* variables. Other variables with that prefix are left alone
 * unless they are one slip away from a setting.
 * @throws ColdstartError `unknown-config-key`
 */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): { name: string; key: ConfigKey; value: string }[] {
  const known = new Map<string, ConfigKey>([
    ...configKeys.map((key) => [variableName(key), key] as const),
    ...Object.entries(keyAliases).map(([alias, key]) => [variableName(alias), key] as const),
  ])
  return Object.entries(env).flatMap(([name, value]) => {
    if (!name.startsWith(VARIABLE_PREFIX) || value === undefined) return []
    const key = known.get(name)
    if (key) return [{ name, key, value }]
    refuseSlip(name, [...known.keys()])
    return []
  })
}

function refuseSlip(name: string, known: readonly string[]): void {
  const bare = known.map((variable) => variable.slice(VARIABLE_PREFIX.length))
  const near = suggestionFor(name.slice(VARIABLE_PREFIX.length), bare)
  if (near)
    throw new ColdstartError('unknown-config-key', {
      key: name,
      origin: 'The environment',
      suggestion: VARIABLE_PREFIX + near,
    })
}
