import { exitCodes } from '../../core/exit-codes.ts'
import { type CommandDefinition, tableOrJson } from '../command.ts'

/** `coldstart list`: what is deployed from this folder, out of the ledger; asks no platform. */
export const list: CommandDefinition = {
  description: 'Lists what was deployed from this folder and not taken down.',
  options: [tableOrJson],
  examples: `Examples:
  coldstart list
  coldstart list --format json | jq -r '.[].id'`,
  async action({ options, io }) {
    const { withLedger } = await import('../run-context.ts')
    const { describeDeployment } = await import('../agreement.ts')
    return withLedger(io, async ({ context }) => {
      const deployments = await context.ledger.open()
      if (options.format === 'json') io.stdout.write(`${JSON.stringify(deployments, null, 2)}\n`)
      else if (deployments.length === 0) io.stderr.write('Nothing is deployed from this folder.\n')
      else io.stdout.write(`${deployments.map(describeDeployment).join('\n\n')}\n`)
      return exitCodes.done
    })
  },
}
