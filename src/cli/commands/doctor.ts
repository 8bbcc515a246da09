import type { CommandDefinition } from '../command.ts'
import { withLedger } from '../deployment/deployment-session.ts'
import { runDoctor } from '../deployment/run-doctor.ts'
import { textOrJson } from '../text-or-json.ts'

/** `coldstart doctor`: what is there and what is missing, platform by platform, and the one thing to do. */
export const doctor: CommandDefinition = {
  configure(command) {
    command
      .description('Checks credentials, permissions, region, quota, clock and cost of each platform.')
      .argument('[provider...]', 'only these; with a name given, a problem makes the exit code 1')
      .addOption(textOrJson())
  },
  async action({ args, options, io }) {
    const named = (args[0] as string[] | undefined) ?? []
    return withLedger(io, (context) => runDoctor(named, options.format === 'json', context, io))
  },
}
