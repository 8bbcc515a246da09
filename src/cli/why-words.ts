import type { BenchConfig, ConfigKey } from '../config/bench-config.ts'
import { functionEnvironment, requestSettings } from '../config/request-settings.ts'
import { ColdstartError } from '../core/errors.ts'
import { type BenchWords, readBenchWords } from './bench-request.ts'
import type { OptionValues } from './command.ts'
import type { Io } from './io.ts'

/** What `why --count` takes of the environment and of the configuration file: how a function is run and asked, how often. */
const OF_COUNTS = [
  ...([
    'functions',
    'providers',
    'root',
    'export',
    'functionTimeout',
    'memory',
    'runtime',
    'options',
  ] as const),
  ...(Object.keys({ ...requestSettings, ...functionEnvironment }) as ConfigKey[]),
  ...(['cold', 'allowInconclusive', 'label', 'location', 'vantage'] as const),
]

/** What `why` takes too: what times depend on. */
const OF_TIMES = [...OF_COUNTS, ...(['timeout', 'seed', 'cpu', 'coldDisk'] as const)]

interface WhyWords {
  readonly entry: string
  readonly isCount: boolean
  /** Cold starts unless another number is given, and at most. */
  readonly cold: number
  readonly mostCold: number
}

/**
 * Reads what `why` is given, and says on standard error what the environment and the configuration file set that is for
 * `bench` alone: several ways of getting cold, budgets, files to write.
 * @throws ColdstartError those of `readBenchWords`; `bad-config-value` for no cold starts or too many, and for several
 * memory sizes or runtimes
 */
export async function readWhyWords(
  options: OptionValues,
  io: Io,
  { entry, isCount, cold, mostCold }: WhyWords,
): Promise<BenchWords> {
  const words = await readBenchWords({ ...options, format: 'table', output: [] }, io, {
    functions: [entry],
    command: 'why',
    defaults: { cold },
    takes: isCount ? OF_COUNTS : OF_TIMES,
  })
  checkNumbers(words, mostCold)
  if (words.untaken.length > 0)
    io.stderr.write(`note: without effect, since it is for coldstart bench: ${namesOf(words.untaken)}\n`)
  return words
}

function checkNumbers({ config, origins }: BenchWords, mostCold: number): void {
  const refuse = (key: ConfigKey, value: unknown, reason: string) =>
    new ColdstartError('bad-config-value', { key, origin: origins[key] ?? key, value: String(value), reason })
  if (config.cold < 1 || config.cold > mostCold)
    throw refuse('cold', config.cold, `why takes a whole number from 1 to ${mostCold}`)
  for (const key of ['memory', 'runtime'] as const satisfies readonly (keyof BenchConfig)[]) {
    const several = config[key] ?? []
    if (several.length > 1) throw refuse(key, several.join(', '), 'why takes one at a time')
  }
}

/** Variables have the setting in their name: `COLDSTART_WARM, untilCi in coldstart.config.json`. */
function namesOf(untaken: BenchWords['untaken']): string {
  return untaken
    .map(({ key, origin }) => (origin.startsWith('COLDSTART_') ? origin : `${key} in ${origin}`))
    .join(', ')
}
