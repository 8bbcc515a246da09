import type { CommandDefinition } from '../command.ts'
import { ciKinds, historyPlaces } from '../init/answers.ts'

/** `coldstart init`: configuration and CI jobs for this repository. */
export const init: CommandDefinition = {
  description:
    'Writes a configuration and CI jobs: a gate on pull requests, a daily recording, scheduled cold starts.',
  arguments: [{ name: '[functions...]', text: 'files of yours, as path or name=path' }],
  options: [
    {
      flags: '--target <name=url>',
      text: 'a function that runs already, called once by each scheduled run; repeatable',
      many: 'repeated',
    },
    { flags: '--ci <name>', text: 'which CI (default: the one found here, else github)', choices: ciKinds },
    {
      flags: '--history <place>',
      text: 'where recorded runs are kept (default: branch, named coldstart-results)',
      choices: historyPlaces,
    },
    { flags: '--fail-if-slower <share>', text: 'how much slower a cold start may become (default: 10%)' },
    {
      flags: '--setup <command>',
      text: 'command that makes a checkout ready to run: npm ci && npm run build',
    },
    { flags: '--dry-run', text: 'print what would be written; write nothing' },
    { flags: '--force', text: 'overwrite files that differ from what would be written' },
    { flags: '-y, --yes', text: 'ask nothing, also on a terminal' },
  ],
  examples: `On a terminal it asks for what the options leave open.
Running it again changes nothing.

Examples:
  coldstart init                         asks
  coldstart init ./api/hello.js          gate and daily recording, on GitHub
  coldstart init ./dist/f.mjs --setup 'npm run build' --history artifact
  coldstart init --target mine=https://host/api/hello    one cold start of it in each scheduled run
  coldstart init ./api/hello.js --ci gitlab --dry-run`,
  async action({ args, options, io }) {
    const { runInit } = await import('../init/run-init.ts')
    const { target: targets, ci, history, setup, failIfSlower: limit, dryRun, force, yes } = options
    const functions = args[0] as readonly string[]
    const given = {
      ...(functions.length > 0 && { functions }),
      ...(targets && { targets }),
      ...(ci && { ci }),
      ...(history && { history }),
      ...(setup && { setup }),
      ...(limit && { limit }),
    }
    return runInit(given, { dryRun: dryRun === true, force: force === true, yes: yes === true }, io)
  },
}
