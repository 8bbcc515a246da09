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
}
