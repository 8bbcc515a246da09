import { withConnections } from '../bench/session.ts'
import { formatDuration } from '../core/duration.ts'
import { type ExitCode, exitCodes } from '../core/exit-codes.ts'
import type { Sample } from '../core/sample.ts'
import { readVersion } from '../core/version.ts'
import { checkRedis } from '../queue/open-redis.ts'
import { readRedisAccess } from '../queue/redis-address.ts'
import type { AllowList } from '../queue/vantage/allow-list.ts'
import { runWorker, type WorkerSetup } from '../queue/vantage/run-worker.ts'
import { describeEnvironment } from '../run/describe-environment.ts'
import { listenForInterrupt } from './interrupt.ts'
import type { Io } from './io.ts'

/** What a worker was started with. */
export interface WorkerWords {
  readonly redis: string
  readonly vantage: string
  readonly allow: AllowList
  readonly allowEnv: ReadonlySet<string>
  readonly lockMs: number
  readonly acceptLoss: boolean
  readonly location: string | undefined
  readonly ca: string | undefined
}

/**
 * Works until Ctrl-C, which is how it ends; a line on standard output for each sample.
 * @throws ColdstartError those of `readRedisAccess`, `checkRedis` and `runWorker`
 */
export async function startWorking(words: WorkerWords, io: Io): Promise<ExitCode> {
  const { redis, vantage, allow, allowEnv, lockMs, acceptLoss, location, ca } = words
  const access = await readRedisAccess({ redis, option: '--redis', ca }, io)
  await checkRedis(access)
  const environment = await describeEnvironment({
    nodeVersion: io.nodeVersion,
    cwd: io.cwd,
    env: io.env,
    location,
  })
  const interrupt = listenForInterrupt(io, 'Stopping after the request in flight.')
  const context = {
    cwd: io.cwd,
    env: io.env,
    home: io.home,
    nodeVersion: io.nodeVersion,
    clock: io.clock,
    ...(ca !== undefined && { ca }),
  }
  try {
    await withConnections(context, async (connections) => {
      const { connection } = await connections.to('http')
      const shown = tellAs(io, `${vantage}, over Redis at ${access.shown}`)
      const variables = { env: io.env, allowed: allowEnv }
      const version = await readVersion()
      const place = { access, vantage, allow, variables, environment, version, acceptLoss, lockMs }
      const isOver = await runWorker({ ...place, connection, clock: io.clock, ...shown }, interrupt.signal)
      if (isOver) return
      io.stderr.write('Redis is away, so a sample that was not handed in is void.\n')
      io.exitNow(exitCodes.done)
    })
    return exitCodes.done
  } finally {
    interrupt.end()
  }
}

function tellAs(io: Io, place: string): Pick<WorkerSetup, 'onReady' | 'onSample' | 'onVoid'> {
  return {
    onReady: () => io.stderr.write(`Waiting for jobs at ${place}; Ctrl-C ends it.\n`),
    onSample: (sample) => io.stdout.write(lineOf(sample)),
    onVoid: ({ sample }, reason) => io.stdout.write(`${sample}  void: ${reason}\n`),
  }
}

function lineOf({ id, startedAt, observed, phases, lateMs = 0, error }: Sample): string {
  const wait = error ? `${error.kind}: ${error.message}` : `${observed} ${(phases.waitMs ?? 0).toFixed(1)} ms`
  return `${startedAt}  ${id}  ${wait}  ${formatDuration(Math.round(lateMs))} late\n`
}
