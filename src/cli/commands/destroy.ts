import { exitCodes } from '../../core/exit-codes.ts'
import type { CommandDefinition } from '../command.ts'

/** `coldstart destroy`: takes down what coldstart made, and nothing else. */
export const destroy: CommandDefinition = {
  description: 'Takes down what coldstart made; what is already gone is success.',
  arguments: [{ name: '[id...]', text: 'deployments, as coldstart list names them' }],
  options: [
    { flags: '--all', text: 'everything in the ledger of this folder' },
    { flags: '--orphans', text: 'also what no ledger knows, found by name and tag (region: AWS_REGION)' },
    { flags: '--provider <names...>', text: 'search only these platforms for orphans', many: 'divided' },
    { flags: '-y, --yes', text: 'do not ask' },
  ],
  examples: `Examples:
  coldstart destroy                          the one deployment there is
  coldstart destroy --all --yes
  coldstart destroy --orphans --provider lambda`,
  async action({ args, options, io }) {
    const { chooseDeployments } = await import('../deployment/choose-deployments.ts')
    const { confirm } = await import('../deployment/confirm.ts')
    const { withLedger } = await import('../deployment/deployment-session.ts')
    const { describeDeployment } = await import('../deployment/describe-deployment.ts')
    const { destroyDeployments } = await import('../deployment/destroy-deployments.ts')
    return withLedger(io, async (connections) => {
      const request = { ids: (args[0] as string[] | undefined) ?? [], ...options }
      const chosen = await chooseDeployments(request, connections, io)
      if (chosen.length === 0) {
        io.stderr.write('There is nothing to destroy.\n')
        return exitCodes.done
      }
      const text = chosen.map(describeDeployment).join('\n\n')
      const question = `Destroy ${chosen.length === 1 ? 'it' : `these ${chosen.length}`}?`
      if (!(await confirm({ text, question, yes: options.yes === true }, io))) return exitCodes.failed
      await connections.context.ledger.claim()
      const left = await destroyDeployments(chosen, connections, io)
      return left === 0 ? exitCodes.done : exitCodes.failed
    })
  },
}
