import { ColdstartError } from '../core/errors.ts'
import { isEmptyValue } from '../core/is-empty-value.ts'
import { suggestionFor } from '../core/suggestion.ts'
import { type BenchConfig, benchConfig, type ConfigKey, configKeys, keyAliases } from './bench-config.ts'
import { complaintOf } from './complaint.ts'
import { flagOf } from './flag-of.ts'
import { fromFolder } from './from-folder.ts'
import { shownValue } from './hide-values.ts'
import { readEnvironment, VARIABLE_PREFIX } from './read-environment.ts'

/** Where settings may come from; the first that sets a key wins: flags, env, file, defaults. */
export interface ConfigSources {
  /** Camel-case names as commander gives them; undefined ones are not set. */
  readonly flags?: Readonly<Record<string, unknown>>
  /** The process environment; only COLDSTART_* is read. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly file?: ConfigFile | undefined
  /** A command's own defaults, in place of those of the schema. */
  readonly defaults?: Partial<BenchConfig>
  /** All that a command takes of environment and file; left out: everything. */
  readonly takes?: readonly ConfigKey[]
}

/** A configuration file that was read. */
export interface ConfigFile {
  readonly path: string
  readonly values: Readonly<Record<string, unknown>>
  /** Where it lies, relative to the folder that the command runs in; files that it names are beside it. */
  readonly folder?: string
}

/** `--cold`, `COLDSTART_COLD`, `coldstart.config.json`, `default`. */
export type Origins = Readonly<Partial<Record<ConfigKey, string>>>

/** The settings of a command, and where each comes from. */
export interface ResolvedConfig {
  readonly config: BenchConfig
  readonly origins: Origins
  /** What environment and file set and the command does not take. */
  readonly untaken: readonly Pick<Setting, 'key' | 'origin'>[]
}

interface Setting {
  readonly key: ConfigKey
  readonly value: unknown
  readonly origin: string
}

/**
 * Merges flags over environment over file over defaults, and remembers where each value came from.
 * @throws ColdstartError `unknown-config-key`, `empty-value`, `bad-config-value`, `bad-duration`, `bad-target`
 */
export function resolveConfig(sources: ConfigSources): ResolvedConfig {
  const around = [
    ...fileSettings(sources.file),
    ...readEnvironment(sources.env ?? {}).map(({ name, ...setting }) => ({ ...setting, origin: name })),
  ]
  const untaken = around.filter(({ key }) => sources.takes?.includes(key) === false)
  const weakestFirst = [...around, ...flagSettings(sources.flags ?? {})]
  const values: Record<string, unknown> = { ...sources.defaults }
  const origins: Partial<Record<ConfigKey, string>> = {}
  for (const setting of weakestFirst) {
    const isFromFile = setting.origin === sources.file?.path
    const read = readSetting(setting)
    if (untaken.includes(setting)) continue
    values[setting.key] = isFromFile ? fromFolder(setting.key, read, sources.file?.folder ?? '') : read
    origins[setting.key] = setting.origin
  }
  // A second cold start would have to be waited for, which is what this setting is there to avoid.
  if (values.idleSinceRecorded === true) values.cold ??= 1
  const config = benchConfig.parse(values)
  for (const key of configKeys) if (key in config) origins[key] ??= 'default'
  return { config, origins, untaken: untaken.map(({ key, origin }) => ({ key, origin })) }
}

/** Reads a configuration that was resolved before, as a run's header holds it. */
export function readResolvedConfig(values: Readonly<Record<string, unknown>>, origin: string): BenchConfig {
  return resolveConfig({ file: { path: origin, values } }).config
}

function fileSettings(file: ConfigFile | undefined): Setting[] {
  const entries = Object.entries(file?.values ?? {}).filter(([key]) => key !== '$schema')
  return entries.map(([key, value]) => ({
    key: knownKey(key, file?.path ?? ''),
    value,
    origin: file?.path ?? '',
  }))
}

function flagSettings(flags: Readonly<Record<string, unknown>>): Setting[] {
  return Object.entries(flags)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const origin = flagOf(name)
      return { key: knownKey(name, origin), value, origin }
    })
}

function knownKey(name: string, origin: string): ConfigKey {
  const key = keyAliases[name] ?? name
  if ((configKeys as readonly string[]).includes(key)) return key as ConfigKey
  throw new ColdstartError('unknown-config-key', {
    key: name,
    origin,
    suggestion: suggestionFor(name, configKeys),
  })
}

/** An event may have empty texts in it, and so may a variable of the function. */
const MAY_HOLD_NOTHING: ReadonlySet<ConfigKey> = new Set(['event', 'env', 'functions'])

function readSetting({ key, value, origin }: Setting): unknown {
  const isText = typeof value !== 'object'
  if ((isText || !MAY_HOLD_NOTHING.has(key)) && isEmptyValue(value))
    throw new ColdstartError('empty-value', { name: nameOf(key, origin) })
  const read = benchConfig.shape[key].safeParse(value)
  if (read.success) return read.data
  const reason = complaintOf(read.error.issues, value)
  throw new ColdstartError('bad-config-value', {
    key,
    origin,
    value: shownValue(key, value),
    reason,
  })
}

/** A flag and a variable are named alone; a file, with the setting in it. */
function nameOf(key: ConfigKey, origin: string): string {
  return origin.startsWith('--') || origin.startsWith(VARIABLE_PREFIX) ? origin : `${key} in ${origin}`
}
