import { type CommandDefinition, textOrJson } from '../command.ts'

/** `coldstart doctor`: what is there and what is missing, platform by platform, and the one thing to do. */
export const doctor: CommandDefinition = {
  description: 'Checks credentials, permissions, region, quota, clock and cost of each platform.',
  arguments: [
    { name: '[provider...]', text: 'only these; with a name given, a problem makes the exit code 1' },
  ],
  options: [textOrJson],
  examples: `Examples:
  coldstart doctor
  coldstart doctor lambda && coldstart bench --provider lambda --deploy`,
  async action({ args, options, io }) {
    const { withLedger } = await import('../deployment/deployment-session.ts')
    const { runDoctor } = await import('../deployment/run-doctor.ts')
    const named = (args[0] as string[] | undefined) ?? []
    return withLedger(io, (connections) => runDoctor(named, options.format === 'json', connections, io))
  },
}
