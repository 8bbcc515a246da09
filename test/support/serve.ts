import { fileURLToPath } from 'node:url'
import { afterEach } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { until } from '../engine/support/test-engine.ts'
import { type FakeIo, fakeIo } from './fake-io.ts'

/** The folder that paths of served functions are relative to. */
export const servedFrom = fileURLToPath(new URL('../cli/', import.meta.url))
const running: { io: FakeIo; done: Promise<number> }[] = []

/** Ends after each test of the calling file what `serve` started in it. */
export function endServingAfterEach(): void {
  afterEach(async () => {
    for (const { io, done } of running.splice(0)) {
      io.signal('SIGINT')
      await done
    }
  })
}

/** Runs `coldstart serve` in this process until it has printed its URLs. */
export async function serve(...argv: string[]) {
  const io = fakeIo({ cwd: servedFrom })
  const done = main(['serve', ...argv], io)
  running.push({ io, done })
  await Promise.race([
    until(() => /endpoint is/.test(io.written.stdout), 'serve prints its URLs'),
    done.then((code) => {
      throw new Error(`serve ended with ${code}: ${io.written.stderr}`)
    }),
  ])
  const urls = [...io.written.stdout.matchAll(/'(http[^']+)'/g)].map(([, url]) => url ?? '')
  return { io, done, urls, out: io.written.stdout }
}
