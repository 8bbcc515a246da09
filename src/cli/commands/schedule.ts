import type { CommandDefinition, OptionValues } from '../command.ts'
import { tableOrJson } from '../command.ts'
import { servedOptions } from '../function-options.ts'

/** As the platforms keep an idle instance, roughly: what is not called for longer is cold. */
const IDLE_TTL = '15m'

/** `coldstart schedule`: a function that runs by the clock, on the local engine. */
export const schedule: CommandDefinition = {
  description:
    'Runs a function on a schedule on the local engine, as its platform would call it: in real time until Ctrl-C, or through days in seconds.',
  arguments: [
    { name: '[function]', text: 'a file of yours, as path or name=path (default: the sample function)' },
  ],
  options: [
    { flags: '--cron <fields>', text: 'minute, hour, day, month, weekday, in UTC: "0 3 * * *", or @daily' },
    { flags: '--fast-forward <duration>', text: 'run at once what is due within this time: 7d' },
    {
      flags: '--idle-ttl <duration>',
      text: 'end an environment that nobody has called for this long',
      default: IDLE_TTL,
    },
    { flags: '--provider <name>', text: 'lambda, vercel, netlify, google (default: detected from the file)' },
    ...servedOptions,
    tableOrJson,
  ],
  examples: `Examples:
  coldstart schedule examples/cleanup/lambda.mjs --cron "0 3 * * *" --fast-forward 5d --env STORE_URL
  coldstart schedule ./api/report.mjs --cron "*/5 * * * *" --fast-forward 1h
  coldstart schedule ./jobs/digest.mjs --cron @hourly`,
  async action({ args, options, io }) {
    const { runSchedule } = await import('../run-schedule.ts')
    return runSchedule(await readWords(args[0] as string | undefined, options), io)
  },
}

async function readWords(file: string | undefined, options: OptionValues) {
  const { resolveConfig } = await import('../../config/resolve-config.ts')
  const { readCron } = await import('../read-cron.ts')
  const { parseDuration } = await import('../../core/duration.ts')
  const { ColdstartError } = await import('../../core/errors.ts')
  const { cron, fastForward, format, ...flags } = options
  if (cron === undefined)
    throw new ColdstartError('bad-arguments', {
      reason: '--cron is missing: nothing says when the function is due.',
      command: 'schedule',
      suggestion: '--cron "0 3 * * *"',
    })
  const what = file === undefined ? { provider: 'lambda', ...flags } : { ...flags, functions: [file] }
  const { config } = resolveConfig({ flags: what })
  return {
    config,
    cron: readCron(cron),
    isJson: format === 'json',
    ...(fastForward !== undefined && { fastForwardMs: parseDuration(fastForward) }),
  }
}
