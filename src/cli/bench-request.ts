import { readProviderOptions } from '../bench/read-provider-options.ts'
import type { GivenFlag } from '../bench/refuse-without-effect.ts'
import { checkProviders } from '../bench/sources.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import { type ConfigSources, type ResolvedConfig, resolveConfig } from '../config/resolve-config.ts'
import { ColdstartError } from '../core/errors.ts'
import { loadProvider } from '../providers/index.ts'
import type { OptionValues } from './command.ts'
import type { Io } from './io.ts'
import { checkFiles, choosePresentation, type Presentation } from './presentation.ts'
import type { ProgressMode } from './progress/progress.ts'
import { takeProviderFlags } from './provider-flags.ts'
import { readConfigFile } from './read-config-file.ts'

/** What one call of `bench` or `keepalive` asks for, read from words, variables and the configuration file. */
export interface BenchWords extends ResolvedConfig {
  readonly presentation: Presentation
  readonly progress: ProgressMode
  readonly yes: boolean
  readonly local: boolean
  readonly dryRun: boolean
  readonly platformFlags: readonly GivenFlag[]
  /** As they were typed, for what to type next. */
  readonly typed?: readonly string[]
}

/** Of which command the words are. */
interface WordsOf extends Pick<ConfigSources, 'defaults' | 'takes'> {
  /** Files of the user's own, where they are no options. */
  readonly functions?: readonly string[]
  /** What `--provider` takes beside clouds and the engine. */
  readonly extra?: readonly string[]
  /** @default 'bench' */
  readonly command?: string
}

/**
 * Flags over environment over file over defaults.
 * @throws ColdstartError those of `checkFiles`, `bad-arguments`, `unknown-config-key`, `unknown-provider`, `bad-config-value`, `bad-config-file`
 */
export async function readBenchWords(
  options: OptionValues,
  io: Io,
  { functions = [], extra = [], command = 'bench', ...own }: WordsOf = {},
): Promise<BenchWords> {
  const { rest, byProvider, given } = takeProviderFlags(options)
  const { config: path, force, samples, local, yes, dryRun, quiet, verbose, ...settings } = rest
  const file = await readConfigFile(path, io)
  const flags = settingFlags(settings, functions)
  const resolved = resolveConfig({ flags, env: io.env, file, ...own })
  const { config } = resolved
  checkProviders(config, '', extra)
  await checkOptions(config.options)
  if (local === true && config.deploy)
    throw new ColdstartError('bad-arguments', {
      reason: '--local and --deploy contradict each other.',
      command,
      suggestion: 'one of them',
    })
  const presentation = choosePresentation(config.format, config.output, {
    force: force === true,
    samples: samples === true,
    command,
  })
  await checkFiles(presentation, io)
  return {
    ...resolved,
    config: { ...config, options: mergeOptions(config.options, byProvider) },
    presentation,
    progress: progressOf(quiet, verbose),
    yes: yes === true,
    local: local === true,
    dryRun: dryRun === true,
    platformFlags: given,
  }
}

/** Of every platform that is named, whether this run is about it or not: a typo must not wait for the run that is. */
async function checkOptions(options: BenchConfig['options']): Promise<void> {
  for (const [id, settings] of Object.entries(options)) readProviderOptions(await loadProvider(id), settings)
}

function settingFlags(
  { function: more = [], wrapper, ...flags }: OptionValues,
  positional: readonly string[],
) {
  const functions = [...positional, ...more]
  return {
    ...flags,
    ...(functions.length > 0 && { function: functions }),
    // commander has true for what was not said.
    ...(wrapper === false && { wrapper }),
  }
}

/** @throws ColdstartError `bad-arguments` for both */
export function progressOf(quiet: unknown, verbose: unknown): ProgressMode {
  if (quiet && verbose)
    throw new ColdstartError('bad-arguments', {
      reason: '--quiet and --verbose contradict each other.',
      suggestion: 'one of them',
    })
  return quiet ? 'quiet' : verbose ? 'verbose' : 'normal'
}

type ProviderOptions = BenchConfig['options']

function mergeOptions(file: ProviderOptions, flags: ProviderOptions): ProviderOptions {
  const names = new Set([...Object.keys(file), ...Object.keys(flags)])
  return Object.fromEntries([...names].map((name) => [name, { ...file[name], ...flags[name] }]))
}
