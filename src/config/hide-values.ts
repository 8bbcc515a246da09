import { hideAddressValues } from '../core/hide-address-values.ts'
import type { BenchConfig, ConfigKey } from './bench-config.ts'
import type { FunctionSettings } from './function-settings.ts'
import { FROM_SHELL } from './request-settings.ts'

/** The settings that may hold a secret; the whole configuration has them, and each function. */
type Words = Partial<Pick<FunctionSettings, 'env' | 'headers' | 'body' | 'event' | 'path'>>

const HIDDEN = '…'

const MAY_BE_SECRET: ReadonlySet<ConfigKey> = new Set([
  'env',
  'headers',
  'body',
  'event',
  'path',
  'functions',
])

/**
 * A value that was refused, as the refusal may quote it.
 * @param value as it was written, so that nothing in it is known to be in its place
 */
export function shownValue(key: ConfigKey, value: unknown): string {
  return MAY_BE_SECRET.has(key) ? HIDDEN : hideAddressValues(JSON.stringify(value) ?? String(value))
}

/**
 * A configuration as it may be shown to people: every value that may be secret is left out; its name, and where it is
 * read from (`env:TOKEN`, `@file`), stay.
 */
export function hideValues(config: BenchConfig): BenchConfig {
  const targets = config.targets.map((target) => ({ ...target, url: hideAddressValues(target.url) }))
  return { ...hideWords(config), targets, functions: config.functions.map(hideWords) }
}

function hideWords<Settings extends Words>(settings: Settings): Settings {
  const { env, headers, body, event, path } = settings
  return {
    ...settings,
    ...(env && { env: hideTable(env) }),
    ...(headers && { headers: hideTable(headers) }),
    ...(body !== undefined && { body: body.startsWith('@') ? body : HIDDEN }),
    ...(event !== undefined && { event: typeof event === 'string' ? event : HIDDEN }),
    ...(path !== undefined && { path: path.replace(/=[^&#]*/g, `=${HIDDEN}`) }),
  }
}

function hideTable(table: Readonly<Record<string, string>>): Record<string, string> {
  const shown = (value: string) => (value.startsWith(FROM_SHELL) ? value : HIDDEN)
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, shown(value)]))
}
