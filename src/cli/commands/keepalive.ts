import type { OptionValues } from 'commander'
import { resolveConfig } from '../../config/resolve-config.ts'
import { readBenchRequest } from '../bench/bench-request.ts'
import type { CommandDefinition } from '../command.ts'
import { addProviderFlags } from '../deployment/provider-flags.ts'
import { runKeepAlive, withSearch } from '../keepalive/run-keepalive.ts'

/** Looks at replicas are taken one after another, which at a scale of milliseconds would lengthen the idle periods. */
const LOCAL_REPLICAS = 1
const CLOUD_REPLICAS = 4

/** `coldstart keepalive`: how long a platform keeps an idle instance. */
export const keepalive: CommandDefinition = {
  configure(command) {
    command
      .description(
        'Finds out how long idle instances are kept: bisection over idle periods, replicas side by side.',
      )
      .option('--provider <names...>', 'lambda, vercel, netlify, google (default: the local engine)')
      .option('--target <name=url...>', 'a function that runs already')
      .option(
        '--replicas <n>',
        'copies of each function, looked at side by side (default: 4, on the local engine 1)',
      )
      .option('--from <duration>', 'first idle period that is tried (default: 1m)')
      .option('--max <duration>', 'longest idle period that is tried (default: 2h)')
      .option('--precision <factor>', 'bracket the median within this factor (default: 1.25)')
      .option('--looks <n>', 'looks at one period that show that 95 % were gone (default: 20)')
      .option('--deploy', 'deploy to the clouds, search, take down')
      .option('--keep', 'with --deploy: leave it in place afterwards')
      .option('-y, --yes', 'do not ask before something is deployed; means --deploy')
      .option('--idle-ttl <duration>', 'how long the local engine keeps an idle environment')
      .option('--timeout <duration>', 'longest wait for one reply (default: 60s)')
      .option('--seed <n>', 'seed of the order of looks')
      .option('--format <name>', 'table or json, on standard output (default: table)')
      .option('--config <file>', 'this configuration file, instead of searching for one')
      .option('-q, --quiet', 'no progress')
      .option('--verbose', 'a line for every look')
    addProviderFlags(command)
    command.addHelpText(
      'after',
      '\nExamples:\n  coldstart keepalive                                  the local engine, in seconds\n  coldstart keepalive --target mine=https://host/api/hello --max 1h\n  coldstart keepalive --provider lambda --deploy --replicas 8',
    )
  },
  async action({ options, io }) {
    const { from, max, precision, looks, ...rest } = options
    const local = !options.target && !options.deploy && !options.yes
    const replicas = local ? LOCAL_REPLICAS : CLOUD_REPLICAS
    const request = await readBenchRequest({ replicas, ...rest }, io)
    const search = readSearch({ from, max, precision, looks })
    const searched = withSearch(request.config, search, local ? 'local' : 'cloud')
    return runKeepAlive({ ...request, local, config: searched }, io)
  },
}

/** Checks what was typed as the configuration would; only what was given is in the reply. */
function readSearch(given: OptionValues) {
  const typed = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const { keepalive } = resolveConfig({ flags: { keepalive: typed } }).config
  return Object.fromEntries(Object.entries(keepalive ?? {}).filter(([key]) => key in typed))
}
