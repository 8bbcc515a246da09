import { exitCodes } from '../../core/exit-codes.ts'
import type { CommandDefinition } from '../command.ts'
import { withLedger } from '../deployment/deployment-session.ts'
import { addProviderFlags, takeProviderFlags } from '../deployment/provider-flags.ts'
import { type DeployRequest, runDeploy } from '../deployment/run-deploy.ts'
import { textOrJson } from '../text-or-json.ts'
import { wholeNumber } from '../whole-number.ts'

/** `coldstart deploy`: makes the sample function and leaves it in place. */
export const deploy: CommandDefinition = {
  configure(command) {
    command
      .description('Deploys the sample function, or a folder of yours, and leaves it in place.')
      .argument('<provider...>', 'lambda, vercel, netlify, google')
      .option('--region <name>', "the platform's name of a region")
      .option('--memory <MB>', 'memory size', wholeNumber)
      .option('--runtime <name>', 'such as nodejs22.x')
      .option('--architecture <name>', 'such as arm64')
      .option('--replicas <n>', 'independent copies of the function', wholeNumber, 1)
      .option('--fixture <folder>', 'a function of yours in place of the sample')
      .option('--schedule <cron>', 'invoke it on a schedule: "0 5 * * *", UTC')
      .addOption(textOrJson())
      .option('-y, --yes', 'do not ask')
    addProviderFlags(command)
    command.addHelpText(
      'after',
      '\nExamples:\n  coldstart deploy lambda --region eu-central-1 --memory 512\n  coldstart deploy netlify vercel --yes',
    )
  },
  async action({ args, options, io }) {
    const { rest, byProvider } = takeProviderFlags(options)
    const request = {
      ...rest,
      providers: args[0],
      options: byProvider,
      yes: rest.yes === true,
    } as DeployRequest
    return withLedger(io, async (context) => {
      const made = await runDeploy(request, context, io)
      return made ? exitCodes.done : exitCodes.failed
    })
  },
}
