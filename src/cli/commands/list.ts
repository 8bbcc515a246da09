import { exitCodes } from '../../core/exit-codes.ts'
import type { CommandDefinition } from '../command.ts'
import { withLedger } from '../deployment/deployment-session.ts'
import { describeDeployment } from '../deployment/describe-deployment.ts'
import { textOrJson } from '../text-or-json.ts'

/** `coldstart list`: what is deployed from this folder, out of the ledger; asks no platform. */
export const list: CommandDefinition = {
  configure(command) {
    command
      .description('Lists what was deployed from this folder and not taken down.')
      .addOption(textOrJson())
  },
  async action({ options, io }) {
    return withLedger(io, async ({ ledger }) => {
      const deployments = await ledger.open()
      if (options.format === 'json') io.stdout.write(`${JSON.stringify(deployments, null, 2)}\n`)
      else if (deployments.length === 0) io.stderr.write('Nothing is deployed from this folder.\n')
      else io.stdout.write(`${deployments.map(describeDeployment).join('\n\n')}\n`)
      return exitCodes.done
    })
  },
}
