import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { freePort } from './free-port.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Whether Debian's redis-server, or another, is on the PATH; `.ci/install-oracles.sh` installs it. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0

/** For the title of a suite that needs it. */
export const redisInstallation = 'apt-get install redis-server'

/** A Redis of the test's own, on loopback, that is ended with the test. */
export interface OwnRedis {
  readonly url: string
  readonly port: number
  /** Where it keeps its files. */
  readonly folder: string
  /** SIGKILL, as a machine that loses power; what was flushed stays. */
  kill(): Promise<void>
  /** On the same port and the same files. */
  start(): Promise<void>
}

const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always']

/** @param settings of Redis, in place of those that lose nothing */
export async function startRedis(settings: readonly string[] = DURABLE): Promise<OwnRedis> {
  const folder = temporaryFolder()
  const port = await freePort()
  let child: ReturnType<typeof spawn> | undefined
  const redis: OwnRedis = {
    url: `redis://127.0.0.1:${port}`,
    port,
    folder,
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
    async start() {
      const words = [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--dir',
        folder,
        '--save',
        '',
        ...settings,
      ]
      child = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'ignore'] })
      const output = child.stdout
      await new Promise<void>((resolve, reject) => {
        output?.on('data', (chunk) => String(chunk).includes('Ready to accept') && resolve())
        child?.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)))
      })
    },
  }
  await redis.start()
  onTestFinished(() => redis.kill())
  return redis
}
