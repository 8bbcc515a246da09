import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { homeIn } from '../../support/home-in.ts'
import { until } from '../support/test-engine.ts'

const bin = fileURLToPath(new URL('../../../bin/coldstart.js', import.meta.url))

/** Starts the built `coldstart serve` as a user would, and waits until it has said where. */
export async function startServe(cwd: string, words: readonly string[]) {
  const env = { PATH: process.env.PATH, ...homeIn(cwd), NO_COLOR: '1' }
  const child = spawn(process.execPath, [bin, 'serve', ...words], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk
    })
  await until(() => /endpoint is/.test(said) || child.exitCode !== null, 'serve says where it serves')
  return {
    /** All of its output so far. */
    said: () => said,
    async stop() {
      child.kill('SIGINT')
      await ended
    },
  }
}
