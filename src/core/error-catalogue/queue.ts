import { exitCodes } from '../exit-codes.ts'

const { failed, usage } = exitCodes

/** Something that goes over Redis: a queue that triggers functions, workers at other places. */
export const queueErrors = {
  'queue-packages-missing': (d: { missing: readonly string[] }) => ({
    message: `A queue needs ${d.missing.join(' and ')}, which coldstart does not bring along.`,
    hint: 'Install both here and try again (npm install bullmq ioredis).',
    exitCode: usage,
  }),
  'bad-redis-address': (d: { option: string; reason: string }) => ({
    message: `The address of Redis in ${d.option} cannot be used: ${d.reason}.`,
    hint: 'Write redis://host:6379 (rediss:// for TLS), or put the address with its password into a variable and name it: env:REDIS_URL.',
    exitCode: usage,
  }),
  'redis-unreachable': (d: { at: string; reason: string }) => ({
    message: `Redis at ${d.at} does not answer: ${d.reason}.`,
    hint: 'Check that it runs and that the address is right: redis-cli -u <address> ping. Nothing was measured yet.',
    exitCode: failed,
  }),
  'redis-refused': (d: { at: string; reason: string }) => ({
    message: `Redis at ${d.at} refused a command: ${d.reason}.`,
    hint: 'It must take writes of this user: no read-only replica, room below its maxmemory, and commands and keys ({coldstart}:*) that its ACL allows.',
    exitCode: failed,
  }),
  'redis-not-durable': (d: { at: string; lacking: readonly string[] }) => ({
    message: `Redis at ${d.at} could forget what it confirmed, and a request could be sent twice: ${d.lacking.join(', ')}.`,
    hint: 'Set these two lines in redis.conf and restart it: "appendonly yes" and "appendfsync always". Or go on with --accept-loss, which the result records.',
    exitCode: usage,
  }),
  'bad-allow-pattern': (d: { text: string; reason: string }) => ({
    message: `The pattern "${d.text}" of --allow cannot be used: ${d.reason}.`,
    hint: 'Write https://api.example.com, http://127.0.0.1:8080, or https://*.example.com for every name below it.',
    exitCode: usage,
  }),
  'vantage-taken': (d: { vantage: string; differences: readonly string[] }) => ({
    message: `A worker of another kind is at the vantage point ${d.vantage} (there against here): ${d.differences.join('; ')}.`,
    hint: 'Give this worker a --vantage of its own: samples of one vantage point are compared with each other.',
    exitCode: usage,
  }),
  'no-workers': (d: { missing: readonly string[]; present: readonly string[] }) => ({
    message:
      d.missing.length > 0
        ? `No worker is at ${d.missing.join(', ')}${d.present.length > 0 ? ` (there are workers at ${d.present.join(', ')})` : ''}.`
        : 'No worker is listening on that Redis.',
    hint: 'Start one at each place: coldstart worker --redis env:REDIS_URL --vantage fra1 --allow https://host.',
    exitCode: usage,
  }),
  'workers-of-another-version': (d: { strangers: readonly string[]; version: string }) => ({
    message: `Workers of another version are at ${d.strangers.join(', ')}; this is coldstart ${d.version}.`,
    hint: `A run is measured by one version throughout: start coldstart@${d.version} worker there, or name the places that have one with --vantages.`,
    exitCode: usage,
  }),
  'run-of-another-version': (d: { run: string; theirs: string; own: string }) => ({
    message: `The run ${d.run} was handed to workers by coldstart ${d.theirs}, and this is coldstart ${d.own}.`,
    hint: `Resume or cancel it with that version: npx coldstart@${d.theirs} resume ${d.run}.`,
    exitCode: usage,
  }),
  'run-collected': (d: { run: string }) => ({
    message: `Another coordinator has collected what workers measured for the run ${d.run}: nothing of it is left in Redis.`,
    hint: "Its samples are in that coordinator's run file, which is finished; this copy of it has only those up to here.",
    exitCode: failed,
  }),
  'nothing-to-cancel': (d: { run: string }) => ({
    message: `The run ${d.run} was not handed to workers, so nobody goes on with it and there is nothing to cancel.`,
    hint: 'Leave --cancel out to finish it, or leave it as it is: report shows what was measured.',
    exitCode: usage,
  }),
  'not-for-workers': (d: { what: string; why: string }) => ({
    message: `${d.what} cannot be handed to workers: ${d.why}.`,
    hint: 'Workers measure --target name=https://… by idle periods, and read env:NAME on their own machines.',
    exitCode: usage,
  }),
}
