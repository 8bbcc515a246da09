import { spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { bin } from './start-cli.ts'
import { startScript } from './start-script.ts'

/** What workers have in a variable, and nobody else may see. */
export const SECRET = 'planted-7f3a'

/** A server that answers everybody and keeps what it was asked; it is ended with the test. */
export async function startTarget() {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.url} ${request.headers['x-key'] ?? ''}`.trim())
    response.end('{"ok":true}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

/**
 * A `coldstart worker` in a process of its own that waits for jobs; it is ended with the test.
 * @param file of the CLI
 */
export function startWorker(
  redis: string,
  vantage: string,
  allow: string,
  more: readonly string[] = [],
  file = bin,
) {
  const words = ['worker', '--redis', redis, '--vantage', vantage, '--allow', allow, '--lock', '2s', ...more]
  return startScript(file, /(Waiting) for jobs/, { KEY: SECRET }, words)
}

/** What Redis answers to a command, as redis-cli prints it. */
export function askRedis(port: number, ...words: readonly string[]): string {
  return spawnSync('redis-cli', ['-p', String(port), ...words], { encoding: 'utf8' }).stdout
}
