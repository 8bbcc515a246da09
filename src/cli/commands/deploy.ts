import { exitCodes } from '../../core/exit-codes.ts'
import { cloudIds } from '../../providers/index.ts'
import { benchOptions } from '../bench-options.ts'
import { type CommandDefinition, certificates, type OptionValues, tableOrJson } from '../command.ts'
import type { Io } from '../io.ts'
import { flagsOfFile, providerOptions, takeProviderFlags } from '../provider-flags.ts'
import type { DeployRequest } from '../run-deploy.ts'
import { readWholeNumber } from '../whole-number.ts'

/** Words of `bench` that say what is deployed and what it is given. */
const SHARED = [
  '--provider',
  '--function',
  '--export',
  '--root',
  '--fixture',
  '--no-wrapper',
  '--env',
  '--env-file',
  '--function-timeout',
  '--path',
  '--method',
  '--header',
  '--body',
]

/** `coldstart deploy`: makes functions of the user's, or the sample, and leaves them in place. */
export const deploy: CommandDefinition = {
  description: 'Deploys functions of yours, or the sample, and leaves them in place.',
  arguments: [
    {
      name: '[words...]',
      text: `files of yours, as path or name=path, and providers: ${cloudIds.join(', ')}`,
    },
  ],
  options: [
    ...benchOptions
      .filter(({ flags }) => SHARED.includes(flags.split(' ', 1)[0] ?? ''))
      .map(({ group: _, ...option }) => option),
    { flags: '--region <name>', text: "the platform's name of a region" },
    { flags: '--memory <MB>', text: 'memory size' },
    { flags: '--runtime <name>', text: 'such as nodejs22.x' },
    { flags: '--architecture <name>', text: 'such as arm64' },
    { flags: '--replicas <n>', text: 'independent copies of the function', default: '1' },
    { flags: '--schedule <cron>', text: 'invoke it on a schedule: "0 5 * * *", UTC' },
    certificates,
    tableOrJson,
    { flags: '-y, --yes', text: 'do not ask' },
    ...providerOptions,
  ],
  examples: `Examples:
  coldstart deploy lambda --region eu-central-1 --memory 512
  coldstart deploy ./api/hello.js vercel --env TABLE=orders
  coldstart deploy netlify vercel --yes`,
  async action({ args, options, io }) {
    const { withLedger } = await import('../run-context.ts')
    const { runDeploy } = await import('../run-deploy.ts')
    const { rest } = takeProviderFlags(options)
    const request = await readDeployWords(args[0] as readonly string[] | undefined, options, io)
    return withLedger(
      io,
      async (connections) => {
        const made = await runDeploy(request, connections, io)
        return made ? exitCodes.done : exitCodes.failed
      },
      rest,
    )
  },
}

/** A word that could be a path is a function; any other names a provider, and a typo in it is found. */
async function readDeployWords(
  words: readonly string[] = [],
  options: OptionValues,
  io: Io,
): Promise<DeployRequest> {
  const { readBenchWords } = await import('../bench-request.ts')
  const { refuseUnusedFlags } = await import('../../bench/refuse-without-effect.ts')
  const { schedule, format, yes, provider = [], memory, replicas, ...rest } = options
  const paths = words.filter((word) => /[./\\=]/.test(word))
  const providers = [...words.filter((word) => !paths.includes(word)), ...[provider].flat()]
  const flags = {
    ...rest,
    ...(providers.length > 0 && { provider: providers }),
    ...(memory !== undefined && { memory: readCount('--memory', memory) }),
    replicas: readCount('--replicas', replicas),
  }
  const { config } = await readBenchWords(flags, io, { functions: paths, command: 'deploy' })
  const { given } = takeProviderFlags(options)
  refuseUnusedFlags([...given, ...flagsOfFile(config.options, given)], config)
  return { config, format, yes: yes === true, ...(schedule !== undefined && { schedule }) }
}

/** More than any platform has of either. */
const MOST = 1_000_000

function readCount(flag: string, text: string): number {
  return readWholeNumber(text, { flag, command: 'deploy', least: 1, most: MOST })
}
