import { exitCodes } from '../../core/exit-codes.ts'
import type { CommandDefinition } from '../command.ts'
import { chooseDeployments } from '../deployment/choose-deployments.ts'
import { confirm } from '../deployment/confirm.ts'
import { withLedger } from '../deployment/deployment-session.ts'
import { describeDeployment } from '../deployment/describe-deployment.ts'
import { destroyDeployments } from '../deployment/destroy-deployments.ts'

/** `coldstart destroy`: takes down what coldstart made, and nothing else. */
export const destroy: CommandDefinition = {
  configure(command) {
    command
      .description('Takes down what coldstart made; what is already gone is success.')
      .argument('[id...]', 'deployments, as coldstart list names them')
      .option('--all', 'everything in the ledger of this folder')
      .option('--orphans', 'also what no ledger knows, found by name and tag (region: AWS_REGION)')
      .option('--provider <names...>', 'search only these platforms for orphans')
      .option('-y, --yes', 'do not ask')
  },
  async action({ args, options, io }) {
    return withLedger(io, async (context) => {
      const request = { ids: (args[0] as string[] | undefined) ?? [], ...options }
      const chosen = await chooseDeployments(request, context, io)
      if (chosen.length === 0) {
        io.stderr.write('There is nothing to destroy.\n')
        return exitCodes.done
      }
      const text = chosen.map(describeDeployment).join('\n\n')
      const question = `Destroy ${chosen.length === 1 ? 'it' : `these ${chosen.length}`}?`
      if (!(await confirm({ text, question, yes: options.yes === true }, io))) return exitCodes.failed
      await context.ledger.claim()
      const left = await destroyDeployments(chosen, context, io)
      return left === 0 ? exitCodes.done : exitCodes.failed
    })
  },
}
