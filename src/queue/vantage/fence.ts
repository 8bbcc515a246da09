import type { Redis } from 'ioredis'
import type { Sample } from '../../core/sample.ts'
import { jobId, KEPT_MS, keys } from './keys.ts'
import type { ProbeOrder } from './work-order.ts'

/**
 * In one step: only whoever holds the job's lock writes the intent, and only once. The same writer may ask again, since
 * a connection that broke repeats what it does not know the answer of.
 */
const TAKE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if redis.call('SET', KEYS[2], ARGV[2], 'NX', 'PX', ARGV[3]) then return 1 end
if redis.call('GET', KEYS[2]) == ARGV[2] then return 1 end
return 0`

/**
 * In one step: a job that has failed, which is how its sample becomes void, takes no result any more, nor does a run
 * that is over.
 */
const PUT = `
if redis.call('ZSCORE', KEYS[1], ARGV[1]) or redis.call('EXISTS', KEYS[5]) == 0 then return 0 end
if redis.call('HSETNX', KEYS[2], ARGV[2], ARGV[3]) == 1 then
  redis.call('RPUSH', KEYS[3], ARGV[2])
  if ARGV[5] ~= '' then redis.call('HSET', KEYS[4], ARGV[4], ARGV[5]) end
  for name = 2, 4 do redis.call('PEXPIRE', KEYS[name], ARGV[6]) end
end
return 1`

/**
 * Writes down that a request is about to be sent; without this it must not be.
 * @param queue the name of the queue that the job is in
 * @param lock the token by which this worker holds the job
 * @param writer who writes, different for every attempt
 * @returns false where another has written it, or the lock is lost: the request is not sent
 */
export async function takeIntent(
  redis: Redis,
  { run, sample }: ProbeOrder,
  { queue, lock, writer }: { readonly queue: string; readonly lock: string; readonly writer: string },
): Promise<boolean> {
  const names = [keys.lock(queue, jobId(run, sample)), keys.intent(run, sample)]
  return (await redis.eval(TAKE, names.length, ...names, lock, writer, KEPT_MS)) === 1
}

/**
 * Hands a sample in, once.
 * @param queue the name of the queue that its job is in
 * @param repliedAtMs when its target was reached last by it, by the clock of Redis; undefined where it was not
 * @returns false where the sample is void already, or its run is over
 */
export async function putResult(
  redis: Redis,
  order: ProbeOrder,
  queue: string,
  { sample, repliedAtMs }: { readonly sample: Sample; readonly repliedAtMs: number | undefined },
): Promise<boolean> {
  const { run, target } = order
  const names = [keys.failed(queue), keys.results(run), keys.log(run), keys.last(run), keys.order(run)]
  const last = repliedAtMs === undefined ? '' : String(Math.round(repliedAtMs))
  const words = [jobId(run, order.sample), order.sample, JSON.stringify(sample), target, last, KEPT_MS]
  return (await redis.eval(PUT, names.length, ...names, ...words)) === 1
}
