import type { BenchConfig } from '../../config/bench-config.ts'
import { cloudIds } from '../../providers/index.ts'
import type { CommandDefinition, OptionValues } from '../command.ts'
import { formatOption, outputOption } from '../formats.ts'
import type { Io } from '../io.ts'
import { providerOptions } from '../provider-flags.ts'

/** What the local engine's environments live for is a matter of milliseconds, of a cloud's of minutes. */
const LOCAL_SEARCH = { from: 50, max: 10_000, precision: 1.25, looks: 10 }
const CLOUD_SEARCH = { from: 60_000, max: 7_200_000, precision: 1.25, looks: 20 }

/** In the clouds alone: looks are taken one after another, which at a scale of milliseconds would lengthen idle periods. */
const CLOUD_REPLICAS = 4

/** `coldstart keepalive`: how long a platform keeps an idle instance. */
export const keepalive: CommandDefinition = {
  description: 'Finds out how long idle instances are kept, by bisection over idle periods.',
  options: [
    {
      flags: '--provider <names...>',
      text: `${cloudIds.join(', ')} (default: the local engine)`,
      many: 'divided',
    },
    { flags: '--target <name=url...>', text: 'a function that runs already' },
    {
      flags: '--replicas <n>',
      text: 'copies of each function, tried side by side (default: 4, on the local engine 1)',
    },
    { flags: '--from <duration>', text: 'first idle period that is tried (default: 1m)' },
    { flags: '--max <duration>', text: 'longest idle period that is tried (default: 2h)' },
    {
      flags: '--precision <factor>',
      text: 'stop when the median lifetime is known to within this factor (default: 1.25)',
    },
    {
      flags: '--looks <n>',
      text: 'looks after one idle period, to show that 95 % of instances were gone (default: 20)',
    },
    { flags: '--deploy', text: 'deploy to the clouds, search, take down' },
    { flags: '--keep', text: 'with --deploy: leave what was deployed in place' },
    { flags: '-y, --yes', text: 'do not ask before deploying; implies --deploy' },
    { flags: '--idle-ttl <duration>', text: 'how long the local engine keeps an idle environment' },
    { flags: '--timeout <duration>', text: 'longest wait for one reply (default: 60s)' },
    { flags: '--seed <n>', text: 'seed for the order of looks' },
    formatOption('run'),
    outputOption,
    { flags: '--samples', text: 'with JSON: every sample too' },
    { flags: '--force', text: 'overwrite files that exist' },
    { flags: '--config <file>', text: 'use this configuration file, and search for none' },
    { flags: '-q, --quiet', text: 'show no progress' },
    { flags: '--verbose', text: 'print a line for every look (one invocation after one idle period)' },
    ...providerOptions,
  ],
  examples: `Examples:
  coldstart keepalive                                  the local engine, in seconds
  coldstart keepalive --target mine=https://host/api/hello --max 1h
  coldstart keepalive --provider lambda --deploy --replicas 8 -o search.json -o curve.html`,
  async action({ options, io, typed }) {
    const { measure } = await import('../run-bench.ts')
    return measure({ ...(await readWords(options, io)), typed }, io)
  },
}

async function readWords({ from, max, precision, looks, ...rest }: OptionValues, io: Io) {
  const { readBenchWords } = await import('../bench-request.ts')
  const local = !rest.target && !rest.deploy && !rest.yes
  const deploys = rest.deploy || rest.yes
  const settings = { ...(deploys ? { replicas: CLOUD_REPLICAS } : {}), ...rest }
  const words = await readBenchWords(settings, io, { command: 'keepalive' })
  const given = await readSearch({ from, max, precision, looks })
  const keepalive: NonNullable<BenchConfig['keepalive']> = {
    ...(local ? LOCAL_SEARCH : CLOUD_SEARCH),
    ...words.config.keepalive,
    ...given,
  }
  return { ...words, local, config: { ...words.config, budgets: [], keepalive } }
}

/** Checks what was typed as the configuration would; only what was given is in the reply. */
async function readSearch(given: OptionValues): Promise<Partial<NonNullable<BenchConfig['keepalive']>>> {
  const { resolveConfig } = await import('../../config/resolve-config.ts')
  const typed = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const { keepalive } = resolveConfig({ flags: { keepalive: typed } }).config
  return Object.fromEntries(Object.entries(keepalive ?? {}).filter(([key]) => key in typed))
}
