import { exitCodes } from '../../core/exit-codes.ts'
import { cloudIds } from '../../providers/index.ts'
import { type CommandDefinition, certificates, textOrJson } from '../command.ts'
import { providerOptions, takeProviderFlags } from '../provider-flags.ts'
import type { DeployRequest } from '../run-deploy.ts'
import { readWholeNumber } from '../whole-number.ts'

/** `coldstart deploy`: makes the sample function and leaves it in place. */
export const deploy: CommandDefinition = {
  description: 'Deploys the sample function, or a folder of yours, and leaves it in place.',
  arguments: [{ name: '<provider...>', text: cloudIds.join(', ') }],
  options: [
    { flags: '--region <name>', text: "the platform's name of a region" },
    { flags: '--memory <MB>', text: 'memory size' },
    { flags: '--runtime <name>', text: 'such as nodejs22.x' },
    { flags: '--architecture <name>', text: 'such as arm64' },
    { flags: '--replicas <n>', text: 'independent copies of the function', default: '1' },
    { flags: '--fixture <folder>', text: 'a function of yours in place of the sample' },
    { flags: '--schedule <cron>', text: 'invoke it on a schedule: "0 5 * * *", UTC' },
    certificates,
    textOrJson,
    { flags: '-y, --yes', text: 'do not ask' },
    ...providerOptions,
  ],
  examples: `Examples:
  coldstart deploy lambda --region eu-central-1 --memory 512
  coldstart deploy netlify vercel --yes`,
  async action({ args, options, io }) {
    const { withLedger } = await import('../run-context.ts')
    const { runDeploy } = await import('../run-deploy.ts')
    const { rest, byProvider, given } = takeProviderFlags(options)
    const { refuseUnusedFlags } = await import('../../bench/refuse-without-effect.ts')
    refuseUnusedFlags(given, byProvider, args[0] as readonly string[])
    const request = {
      ...rest,
      ...(rest.memory === undefined ? {} : { memory: readCount('--memory', rest.memory) }),
      replicas: readCount('--replicas', rest.replicas),
      providers: args[0],
      options: byProvider,
      yes: rest.yes === true,
    } as unknown as DeployRequest
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

/** More than any platform has of either. */
const MOST = 1_000_000

function readCount(flag: string, text: string): number {
  return readWholeNumber(text, { flag, command: 'deploy', least: 1, most: MOST })
}
